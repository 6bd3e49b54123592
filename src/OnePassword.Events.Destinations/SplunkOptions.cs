namespace OnePassword.Events.Destinations;

/// <summary>Options of <see cref="SplunkDestination"/>.</summary>
public sealed record SplunkOptions : HttpDestinationOptions
{
    /// <summary>Gets the token of the HTTP Event Collector.</summary>
    public required DestinationSecret Token { get; init; }

    /// <summary>Gets the index of feeds that <see cref="FeedIndexes"/> does not contain.</summary>
    /// <value>Default: null, the default index of the token.</value>
    public string? Index { get; init; }

    /// <summary>Gets the indexes of feeds, by the name of the feed: see <see cref="FeedNames"/>.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyDictionary<string, string> FeedIndexes { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the field <c>host</c> of the events.</summary>
    /// <value>Default: null, the host of the Events API.</value>
    public string? Host { get; init; }

    /// <summary>Gets the field <c>source</c> of the events.</summary>
    /// <value>Default: null, the name of the account.</value>
    public string? Source { get; init; }

    /// <summary>
    /// Gets a value indicating whether the indexed fields <c>account_uuid</c> and <c>api_version</c> are added to the events.
    /// </summary>
    /// <value>Default: false.</value>
    public bool IndexedFields { get; init; }

    /// <summary>Gets a value indicating whether events count as delivered only after Splunk has confirmed that it indexed
    /// them.</summary>
    /// <value>Default: false. The token must have indexer acknowledgment, which Splunk Cloud does not offer.</value>
    public bool Acknowledgment { get; init; }

    /// <summary>Gets how long Splunk may take to confirm a batch.</summary>
    /// <value>
    /// Default: 5 minutes; at least 10 seconds. After that, the batch is repeated, and Splunk may have its events twice.
    /// </value>
    public TimeSpan AcknowledgmentTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the format of the events.</summary>
    /// <value>Default: <see cref="EventFormat.Raw"/>, which the dashboards of the 1Password add-on need.</value>
    public EventFormat Format { get; init; } = EventFormat.Raw;
}
