namespace OnePassword.Events.Destinations;

/// <summary>Options of <see cref="HttpsDestination"/>.</summary>
public sealed record HttpsOptions : HttpDestinationOptions
{
    /// <summary>Gets the secret of the header <c>Authorization: Bearer</c>.</summary>
    /// <value>Default: null, no such header.</value>
    public DestinationSecret? BearerToken { get; init; }

    /// <summary>Gets the format of the events.</summary>
    /// <value>Default: <see cref="EventFormat.Raw"/>.</value>
    public EventFormat Format { get; init; } = EventFormat.Raw;
}
