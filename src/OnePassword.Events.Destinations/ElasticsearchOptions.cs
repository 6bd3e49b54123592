namespace OnePassword.Events.Destinations;

/// <summary>Options of <see cref="ElasticsearchDestination"/>.</summary>
public sealed record ElasticsearchOptions : HttpDestinationOptions
{
    /// <summary>Gets a value indicating whether the service is OpenSearch.</summary>
    /// <value>Default: false, Elasticsearch. Both receive the same requests. They differ in what a check can query.</value>
    public bool IsOpenSearch { get; init; }

    /// <summary>Gets the API key, either encoded in Base64 or as <c>id:key</c>.</summary>
    /// <value>Default: null, no API key.</value>
    public DestinationSecret? ApiKey { get; init; }

    /// <summary>Gets the name of the user.</summary>
    /// <value>Default: null, no user.</value>
    public string? UserName { get; init; }

    /// <summary>Gets the password of <see cref="UserName"/>.</summary>
    /// <value>Default: null, no password.</value>
    public DestinationSecret? Password { get; init; }

    /// <summary>Gets the secret of the header <c>Authorization: Bearer</c>.</summary>
    /// <value>Default: null, no such header.</value>
    public DestinationSecret? BearerToken { get; init; }

    /// <summary>Gets the data stream that receives the events. <c>{feed}</c> is <c>audit_events</c>, <c>item_usages</c> or
    /// <c>signin_attempts</c>. <c>{account}</c> is the name of the account in lower case, or else <c>default</c>.</summary>
    /// <value>Default: null, which means <c>logs-1password.{feed}-default</c> unless <see cref="Index"/> is set.</value>
    public string? DataStream { get; init; }

    /// <summary>Gets the plain index that receives the events. In addition to the placeholders of <see cref="DataStream"/>,
    /// <c>{month}</c> is the month of the event in UTC, such as <c>2026.11</c>, or <c>undated</c> for an event without a
    /// time.</summary>
    /// <value>Default: null, a data stream. Example: <c>onepassword-{feed}-{month}</c>.</value>
    public string? Index { get; init; }

    /// <summary>Gets the format of the events. <see cref="EventFormat.Raw"/> sends each event as text in <c>message</c>, for the
    /// ingest pipelines of Elastic's 1Password integration.</summary>
    /// <value>Default: <see cref="EventFormat.Raw"/>.</value>
    public EventFormat Format { get; init; } = EventFormat.Raw;

    /// <summary>Gets the ingest pipeline.</summary>
    /// <value>Default: null. The default pipeline of the target then processes raw events, and no pipeline processes events of
    /// other formats: the pipelines of Elastic's integration expect raw events.</value>
    public string? Pipeline { get; init; }

    /// <summary>Gets a value indicating whether the id of a document begins with the name of the account.</summary>
    /// <value>Default: false. The id is the uuid of the event, so that two readers of one account store an event once.</value>
    public bool AccountInIds { get; init; }

    /// <summary>Gets a value indicating whether a data stream is searched for events that it may already have: after a start and
    /// after a lost response.</summary>
    /// <value>Default: true. The credentials then need the privileges <c>read</c> and <c>maintenance</c>. Otherwise, a rollover
    /// at the wrong time can store an event twice.</value>
    public bool FindsDuplicates { get; init; } = true;
}
