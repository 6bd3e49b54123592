namespace OnePassword.Events.Identity;

/// <summary>A token out of configuration. Surrounding white space, which secret stores like to add, is no part of it.</summary>
internal sealed class EventsTokenConverter() : TextConverter<EventsToken>(EventsToken.FromConfiguration);
