using WireMock.Logging;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>A request as a stub server received it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and the query string.</param>
/// <param name="Headers">The headers by name.</param>
/// <param name="Body">The body, empty if there is none.</param>
/// <param name="Stub">The stub that matched; null if none did.</param>
internal sealed record SentRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body, Stub? Stub)
{
    public static SentRequest From(ILogEntry entry) => new(
        entry.RequestMessage.Method,
        new Uri(entry.RequestMessage.AbsoluteUrl).PathAndQuery,
        (entry.RequestMessage.Headers ?? throw new InvalidOperationException("WireMock.Net logged no headers."))
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        entry.RequestMessage.Body ?? "",
        entry.MappingGuid is null ? null : Stub.All.Single(stub => stub.Name == entry.MappingTitle));
}
