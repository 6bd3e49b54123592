namespace OnePassword.Events.Identity;

/// <summary>Reads a region from configuration: one of the four names, or an address.</summary>
internal sealed class EventsRegionConverter : TextConverter<EventsRegion>
{
    protected override EventsRegion Parse(string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return RegionText.ProblemOf(address) is { } problem
                ? throw new OptionTextException(problem)
                : EventsRegion.At(address);
        }
        return EventsRegion.TryParse(text, out var region) ? region : throw new OptionTextException(RegionText.Unknown(text));
    }
}
