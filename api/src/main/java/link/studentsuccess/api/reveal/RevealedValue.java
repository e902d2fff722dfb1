package link.studentsuccess.api.reveal;

/** What a neutral value stands for. */
public record RevealedValue(String kind, String shown, String value) {}
