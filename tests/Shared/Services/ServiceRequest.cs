using System.Text;

namespace OnePassword.Events.Testing.Services;

/// <summary>A request that a fake service received, with its decompressed body.</summary>
internal sealed record ServiceRequest(
    string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool IsCompressed)
{
    /// <summary>The path as it was sent, with its escapes.</summary>
    public string RawPath { get; init; } = Path;

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The lines of the body, without empty ones.</summary>
    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A header; null if it is absent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
