using System.Text.Json;
using System.Text.Json.Nodes;
using OnePassword.Events.Stubs;

namespace OnePassword.Events.ContractTests.Servers;

#pragma warning disable CA1507 // The strings are the words of WireMock.Net's format, which do not change with the members here.

/// <summary>A stub of OnePassword.Events.Stubs: the requests that it matches and the response that it returns.</summary>
public sealed class Stub
{
    /// <summary>The case without unexpected events and failures.</summary>
    public const string Plain = "sequence";

    private readonly JsonElement _mapping;

    private Stub(JsonElement mapping) => _mapping = mapping;

    public static IReadOnlyList<Stub> All { get; } =
        [.. JsonElement.Parse(EventsStubs.Mappings).EnumerateArray().Select(mapping => new Stub(mapping))
            .OrderBy(stub => stub.Name, StringComparer.Ordinal)];

    public string Name => _mapping.GetProperty("Title").GetString()!;

    public IReadOnlyList<string> Paths => PatternsOf(Request.GetProperty("Path"));

    /// <summary>Gets the operation; null if the stub is for several.</summary>
    public string? OperationPath => Paths.Count == 1 ? Paths[0] : null;

    /// <summary>Gets the method; null if any matches.</summary>
    public string? Method => Request.Member("Methods")?[0].GetString();

    /// <summary>Gets the exact body that the library sends; null if any matches.</summary>
    public JsonElement? ExpectedBody => Request.Member("Body")?.GetProperty("Matcher") switch
    {
        null => null,
        { } matcher when $"{matcher.GetProperty("Name")}" == "JsonPartialMatcher" => matcher.GetProperty("Pattern"),
        { } matcher when matcher.GetProperty("RejectOnMatch").GetBoolean() => JsonElement.Parse(FirstRequest.Body),
        var matcher => throw new NotSupportedException($"{Name} has a body matcher that these tests do not know: {matcher}"),
    };

    /// <summary>Gets the value of the Authorization header.</summary>
    public string Authorization => PatternsOf(Request.GetProperty("Headers").EnumerateArray().Single()).Single();

    /// <summary>Gets the case, which the bearer token selects.</summary>
    public string Case => Authorization["Bearer stub-".Length..];

    /// <summary>Gets the state of the scenario in which the stub matches; null for the first one.</summary>
    public string? State => _mapping.Member("WhenStateIs")?.GetString();

    public int Status => Response.GetProperty("StatusCode").GetInt32();

    /// <summary>Gets the response body if it is JSON.</summary>
    public JsonElement? Body => Response.Member("BodyAsJson");

    /// <summary>Gets whether the response is meant to violate the specification.</summary>
    public bool BreaksTheSchema => _mapping.Member("Data")?.GetProperty("BreaksTheSchema").GetBoolean() ?? false;

    private JsonElement Request => _mapping.GetProperty("Request");

    private JsonElement Response => _mapping.GetProperty("Response");

    /// <summary>Returns the mapping in its strict form, which matches nothing but <see cref="ExpectedBody"/>.</summary>
    public string ToStrictMapping()
    {
        var mapping = JsonNode.Parse(_mapping.GetRawText())!;
        if (ExpectedBody is { } body)
        {
            var matcher = new JsonObject { ["Name"] = "JsonMatcher", ["Pattern"] = JsonNode.Parse(body.GetRawText()) };
            mapping["Request"]!["Body"] = new JsonObject { ["Matcher"] = matcher };
        }

        return mapping.ToJsonString();
    }

    public override string ToString() => Name;

    // Uses only ExactMatcher: the other matchers compile a regular expression per stub, which takes one second per server.
    private static string[] PatternsOf(JsonElement matched)
    {
        var matcher = matched.GetProperty("Matchers").EnumerateArray().Single();
        Assert.That($"{matcher.GetProperty("Name")}", Is.EqualTo("ExactMatcher"));
        return matcher.Member("Patterns") is { } patterns
            ? [.. patterns.EnumerateArray().Select(pattern => $"{pattern}")]
            : [$"{matcher.GetProperty("Pattern")}"];
    }
}
