using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.ObjectStorage.Http;

/// <summary>The response of a service.</summary>
internal sealed partial record ServiceReply(int Status, HttpResponseHeaders Headers, ReadOnlyMemory<byte> Body)
{
    private const int MaxQuote = 200;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Gets the name of the error: a header of Azure, or the element of an XML body; null if there is none.</summary>
    public string? Code => Header("x-ms-error-code") ?? Element("Code");

    /// <summary>Gets the status and what the service says about an error, for messages.</summary>
    public string Summary
    {
        get
        {
            var message = Element("Message")?.Split('\n', 2)[0] ?? "";
            message = SafeText.Line(message[..Math.Min(message.Length, MaxQuote)]).Trim().TrimEnd('.');
            return FormattableString.Invariant($"HTTP {Status}")
                + (Code is { } code ? $" ({SafeText.Line(code)})" : "") + (message.Length > 0 ? $": {message}" : "");
        }
    }

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>Returns the metadata of an object, from the headers with a prefix.</summary>
    public Dictionary<string, string> Metadata(string prefix) => Headers
        .Where(header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(
            header => header.Key[prefix.Length..].ToLowerInvariant(), header => header.Value.First(), StringComparer.Ordinal);

    /// <summary>Returns the text of the first XML element with a name; null if there is none.</summary>
    public string? Element(string name)
    {
        if (Body.Span.IndexOf((byte)'<') < 0)
            return null;
        var element = AnyElement().Matches(Encoding.UTF8.GetString(Body.Span))
            .FirstOrDefault(match => match.Groups["name"].Value == name);
        return element is null ? null : WebUtility.HtmlDecode(element.Groups["text"].Value);
    }

    [GeneratedRegex("<(?<name>[A-Za-z]+)>(?<text>[^<]*)</", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex AnyElement();
}
