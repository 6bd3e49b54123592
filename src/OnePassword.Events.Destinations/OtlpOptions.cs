namespace OnePassword.Events.Destinations;

/// <summary>
/// Options of <see cref="OtlpDestination"/>. <see cref="HttpDestinationOptions.Url"/> is the address of the logs, or one without
/// a path, to which <c>/v1/logs</c> is added.
/// </summary>
public sealed record OtlpOptions : HttpDestinationOptions
{
    /// <summary>Gets the encoding of the requests.</summary>
    /// <value>Default: <see cref="OtlpEncoding.Protobuf"/>.</value>
    public OtlpEncoding Encoding { get; init; }

    /// <summary>Gets headers of the requests, such as an API key.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, DestinationSecret> Headers { get; init; } =
        new Dictionary<string, DestinationSecret>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the attribute <c>service.name</c> of the resource.</summary>
    /// <value>Default: <c>1password</c>.</value>
    public string ServiceName { get; init; } = "1password";
}
