namespace OnePassword.Events.Stubs;

/// <summary>
/// Stubs of the 1Password Events API for WireMock.Net 1.x and 2.x. The bearer token of a request selects the case, such as
/// <c>stub-sequence</c> or <c>stub-429-then-200</c>; the README of this package lists all of them.
/// </summary>
/// <example>
/// <code>
/// using var server = WireMockServer.Start();
/// server.WithMapping(EventsStubs.Mappings);
/// </code>
/// </example>
public static class EventsStubs
{
    /// <summary>
    /// Gets all stubs as one JSON array of WireMock.Net mappings, to be passed to <c>WireMockServer.WithMapping</c>.
    /// </summary>
    /// <value>
    /// A stub matches by path, method, bearer token and cursor. Other members of the request body, other headers and the query
    /// string do not matter.
    /// </value>
    public static string Mappings { get; } =
        $"[{string.Join(",\n", typeof(EventsStubs).Assembly.GetManifestResourceNames().Select(Read))}]";

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(EventsStubs).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
