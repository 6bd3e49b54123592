namespace OnePassword.Events.Identity;

/// <summary>Reads a region from configuration: its name, or an address.</summary>
internal sealed class EventsRegionConverter : TextConverter<EventsRegion>
{
    protected override EventsRegion Parse(string text) => RegionText.Parse(text);
}
