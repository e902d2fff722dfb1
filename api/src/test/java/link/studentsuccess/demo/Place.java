package link.studentsuccess.demo;

import java.util.UUID;

/** Where people of the demo belong, and the address each place is reached at. */
public enum Place {
    SOUND_REACH("Sound Reach", "soundreach.localhost"),
    HARBOR_LIGHTS("Harbor Lights", "harborlights.localhost"),
    PUGET_RIDGE("Puget Ridge School District", "pugetridge.localhost"),
    RAINIER_VALLEY("Rainier Valley School District", "rainiervalley.localhost"),
    OPERATOR("Puget Sound Regional Service District", "operator.localhost");

    private final String title;
    private final String host;

    Place(String title, String host) {
        this.title = title;
        this.host = host;
    }

    public String title() {
        return title;
    }

    /** Host without port. */
    public String host() {
        return host;
    }

    public UUID id() {
        return Ids.of("place", name());
    }
}
