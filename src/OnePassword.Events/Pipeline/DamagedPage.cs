using OnePassword.Events.Reading;

namespace OnePassword.Events.Pipeline;

/// <summary>A success whose body was cut off, damaged or replaced on its way, as far as parsing it shows.</summary>
internal static class DamagedPage
{
    public static bool IsOne(Exception? e) => e is Newtonsoft.Json.JsonException or System.Text.Json.JsonException or PageShapeException;

    /// <summary>The public exception for it.</summary>
    public static EventsResponseException ToPublic(Exception e, FailedCall call) => e is PageShapeException shape
        ? new EventsResponseException(call, EventsFailure.UnexpectedResponse, $"the server's answer is no page of events: {shape.Message}.")
        : new EventsResponseException(call, EventsFailure.MalformedJson, "the server's answer is damaged JSON, was cut off, or is not what the API promises.");
}
