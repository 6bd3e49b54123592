using System.Text.RegularExpressions;

namespace OnePassword.Events.SpecMerge;

/// <summary>Our names for official names, by the rules in <c>openapi/README.md</c>, "Names".</summary>
internal sealed partial class Names(SpecDocument ours)
{
    private readonly Dictionary<string, string> _known =
        ours.Schemas.ToDictionary(schema => schema.Value.Text("x-official-name") ?? schema.Key, schema => schema.Key,
            StringComparer.Ordinal);

    /// <summary>Returns our name for an official schema: the known one, or one by the rules.</summary>
    public string Of(string official, bool isEnum)
    {
        if (_known.TryGetValue(official, out var name))
            return name;
        var ruled = WithoutVersion(official);
        if (isEnum)
            ruled = Plural().Replace(ruled, "");
        return _known[official] = _known.ContainsValue(ruled) ? official : ruled;
    }

    /// <summary>Returns a name without its version, because each of our files has one version.</summary>
    public static string WithoutVersion(string official) =>
        official.EndsWith("V2", StringComparison.Ordinal) ? official[..^2] : official;

    /// <summary>Returns a C# name: <c>select-sso-provider</c> becomes <c>SelectSsoProvider</c>.</summary>
    public static string Pascal(string wire) =>
        string.Concat(Word().Matches(wire).Select(word => char.ToUpperInvariant(word.Value[0]) + word.Value[1..]));

    [GeneratedRegex("(?<=[^s])s$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Plural();

    [GeneratedRegex("[A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();
}
