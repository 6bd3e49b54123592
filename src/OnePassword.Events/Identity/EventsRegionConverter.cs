namespace OnePassword.Events.Identity;

/// <summary>A region out of configuration: one of the four names, or an address.</summary>
internal sealed class EventsRegionConverter() : TextConverter<EventsRegion>(static text =>
    Uri.TryCreate(text, UriKind.Absolute, out var address) ? EventsRegion.At(address) : EventsRegion.Parse(text));
