using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace OnePassword.Events.Generated.Tests.OpenApi.Specs;

/// <summary>Requests against the schemas of the specification.</summary>
[TestFixtureSource(typeof(Spec), nameof(Spec.Both))]
public class RequestSchemaTests(Spec spec)
{
    private const string Start = """{"start_time":"2024-12-01T00:00:00Z"}""";
    private const string Window = """{"limit":1000,"start_time":"2024-12-01T00:00:00Z","end_time":"2024-12-02T00:00:00Z"}""";

    [TestCase("{}", "ResetCursor")]
    [TestCase("""{"limit":100}""", "ResetCursor")]
    [TestCase("""{"limit":1}""", "ResetCursor")]
    [TestCase(Start, "ResetCursor")]
    [TestCase(Window, "ResetCursor")]
    [TestCase("""{"cursor":"x"}""", "Cursor")]
    public async Task A_request_matches_exactly_one_alternative(string request, string alternative)
    {
        Assert.That(await Accepts("CursorRequest", request), Is.True);
        Assert.That(await Accepts("Cursor", request), Is.EqualTo(alternative == "Cursor"));
        Assert.That(await Accepts("ResetCursor", request), Is.EqualTo(alternative == "ResetCursor"));
    }

    [TestCase("""{"cursor":"x","limit":1}""")]
    [TestCase("""{"cursor":"x","start_time":"2024-12-01T00:00:00Z"}""")]
    [TestCase("""{"limit":0}""")]
    [TestCase("""{"limit":1001}""")]
    [TestCase("""{"limit":"100"}""")]
    [TestCase("""{"cursor":5}""")]
    [TestCase("""{"ResetCursor":{}}""")]
    [TestCase("""{"Cursor":"x"}""")]
    [TestCase("[]")]
    public async Task Other_JSON_is_not_a_request(string request) =>
        Assert.That(await Accepts("CursorRequest", request), Is.False);

    private async Task<bool> Accepts(string schema, string request)
    {
        // JSON Schema and OpenAPI keep definitions in different places.
        var definitions = spec.Schemas.ToString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal);
        var document = await JsonSchema.FromJsonAsync(new JObject { ["definitions"] = JObject.Parse(definitions) }.ToString());
        return document.Definitions[schema].Validate(request).Count == 0;
    }
}
