namespace OnePassword.Events.Destinations;

/// <summary>
/// Options of <see cref="SentinelDestination"/>. <see cref="HttpDestinationOptions.Url"/> is the logs ingestion endpoint of the
/// data collection rule or of a data collection endpoint.
/// </summary>
public sealed record SentinelOptions : HttpDestinationOptions
{
    /// <summary>Gets the immutable ID of the data collection rule, such as <c>dcr-00000000000000000000000000000000</c>.</summary>
    public required string RuleId { get; init; }

    /// <summary>Gets the name of the stream of the rule.</summary>
    /// <value>Default: <c>Custom-OnePasswordEvents</c>, as in <see cref="SentinelDestination.DeploymentTemplate"/>.</value>
    public string Stream { get; init; } = "Custom-OnePasswordEvents";

    /// <summary>Gets the identity that sends the events. It needs the role Monitoring Metrics Publisher on the rule.</summary>
    public required AzureCredential Credential { get; init; }
}
