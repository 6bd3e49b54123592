namespace OnePassword.Events.Identity;

/// <summary>Reads a token from configuration.</summary>
internal sealed class EventsTokenConverter : TextConverter<EventsToken>
{
    protected override EventsToken Parse(string text) => EventsToken.FromConfiguration(text);
}
