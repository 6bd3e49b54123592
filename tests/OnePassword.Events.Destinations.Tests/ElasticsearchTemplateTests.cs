using System.Text.Json;

namespace OnePassword.Events.Destinations.Tests;

/// <summary>The printed index template.</summary>
public sealed class ElasticsearchTemplateTests
{
    private static readonly ElasticsearchOptions Options = new() { Url = new Uri("https://es.example.com") };

    [Test]
    public void Data_stream_has_a_retention_and_no_policy()
    {
        var template = JsonElement.Parse(ElasticsearchTemplate.Create(Options, retentionDays: 90));
        Assert.That(
            template.GetProperty("index_patterns").EnumerateArray().Select(pattern => pattern.GetString()),
            Is.EqualTo(new[]
            {
                "logs-1password.audit_events-default", "logs-1password.item_usages-default",
                "logs-1password.signin_attempts-default",
            }));
        Assert.That(template.TryGetProperty("data_stream", out _));
        Assert.That(
            template.GetProperty("template").GetProperty("lifecycle").GetRawText().ReplaceLineEndings(""),
            Does.Contain("\"data_retention\": \"90d\""));
    }

    [Test]
    public void Plain_index_has_neither_a_data_stream_nor_a_retention()
    {
        var template = JsonElement.Parse(
            ElasticsearchTemplate.Create(Options with { Index = "onepassword-{feed}-{month}" }, retentionDays: 90));
        Assert.That(template.GetProperty("index_patterns")[0].GetString(), Is.EqualTo("onepassword-audit_events-*"));
        Assert.That(template.TryGetProperty("data_stream", out _), Is.False);
        Assert.That(template.GetProperty("template").TryGetProperty("lifecycle", out _), Is.False);
    }

    [TestCase("onepassword", "onepassword")]
    [TestCase("logs-onepassword-{account}", "logs-onepassword-*")]
    public void Patterns_match_all_feeds_and_accounts(string dataStream, string pattern)
    {
        var template = JsonElement.Parse(ElasticsearchTemplate.Create(Options with { DataStream = dataStream }));
        Assert.That(
            template.GetProperty("index_patterns").EnumerateArray().Select(one => one.GetString()), Is.EqualTo(new[] { pattern }));
    }

    [TestCase(false, "flattened")]
    [TestCase(true, "flat_object")]
    public void Rest_of_an_event_is_flattened(bool isOpenSearch, string type)
    {
        foreach (var format in EventFormat.All)
        {
            var options = Options with { Format = format, IsOpenSearch = isOpenSearch };
            var template = JsonElement.Parse(ElasticsearchTemplate.Create(options));
            var mappings = template.GetProperty("template").GetProperty("mappings");
            var time = mappings.GetProperty("properties").GetProperty("@timestamp");
            var objects = mappings.GetProperty("dynamic_templates")[0].GetProperty("objects").GetProperty("mapping");
            Assert.That(objects.GetProperty("type").GetString(), Is.EqualTo(type));
            Assert.That(time.GetProperty("type").GetString(), Is.EqualTo("date_nanos"));
        }
    }
}
