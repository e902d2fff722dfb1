package link.studentsuccess.demo;

import java.util.List;
import java.util.UUID;

/** Where people of the demo belong, and the address each place is reached at. */
public enum Place {
    SOUND_REACH("Sound Reach", "soundreach.localhost"),
    HARBOR_LIGHTS("Harbor Lights", "harborlights.localhost"),
    CEDAR_PATH("Cedar Path", "cedarpath.localhost"),
    BRIDGEWAY("Bridgeway Mentors", "bridgeway.localhost"),
    PUGET_RIDGE("Puget Ridge School District", "pugetridge.localhost"),
    RAINIER_VALLEY("Rainier Valley School District", "rainiervalley.localhost"),
    SALT_CREEK("Salt Creek School District", "saltcreek.localhost"),
    OPERATOR("Puget Sound Regional Service District", "operator.localhost");

    static final List<Place> ORGANIZATIONS = List.of(SOUND_REACH, HARBOR_LIGHTS, CEDAR_PATH, BRIDGEWAY);
    static final List<Place> DISTRICTS = List.of(PUGET_RIDGE, RAINIER_VALLEY, SALT_CREEK);

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
