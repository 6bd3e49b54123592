using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Destinations.Tests.Sentinel;

/// <summary>The rows of Microsoft Sentinel, as the fake service stores them.</summary>
public sealed class SentinelRowTests
{
    private static string? Text(JsonElement row, string column) =>
        row.TryGetProperty(column, out var value) ? value.GetString() : null;

    private static string Original(JsonElement row) => string.Concat(
        new[] { "event_original", "event_original_2", "event_original_3", "event_original_4" }.Select(column => Text(row, column)));

    [Test]
    public async Task Fields_are_in_the_columns_of_the_solution()
    {
        await using var workspace = await Workspace.StartAsync();
        var row = await workspace.RowOfAsync(Pages.Raw(
            """
            {"uuid":"U","timestamp":"2026-01-31T11:59:59Z","type":"mfa_ok","category":"success","used_version":3,"location":null,
             "target_user":{"name":"Jack O'Neill"},"country":7,"session":{"uuid":"S"}}
            """));
        Assert.That((Text(row, "uuid_s"), Text(row, "action_type"), Text(row, "category")), Is.EqualTo(("U", "mfa_ok", "success")));
        Assert.That(row.GetProperty("used_version").GetInt64(), Is.EqualTo(3));
        Assert.That(row.GetProperty("target_user").GetProperty("name").GetString(), Is.EqualTo("Jack O'Neill"));
        Assert.That(Text(row, "country"), Is.EqualTo("7"), "text columns hold other values as text");
        Assert.That(row.TryGetProperty("location", out _), Is.False);
        Assert.That(row.TryGetProperty("uuid", out _), Is.False);
    }

    [Test, Property("Statement", 21)]
    [Description("An audit event with aux_id stays an audit event: the feed is stated, not guessed.")]
    public async Task Feed_account_and_version_come_from_the_origin()
    {
        await using var workspace = await Workspace.StartAsync();
        var row = await workspace.RowOfAsync(Pages.Event("U", ",\"aux_id\":9007199254740993,\"used_version\":1,\"country\":\"CA\""));
        Assert.That(Text(row, "log_source"), Is.EqualTo("auditevents"));
        Assert.That(Text(row, "source_api_version"), Is.EqualTo("v2"));
        Assert.That(Text(row, "source_account"), Is.EqualTo("acme"));
        Assert.That(Text(row, "source_account_uuid"), Is.EqualTo("ACCOUNTUUID0000000000000000"));
        Assert.That(Text(row, "source_host"), Is.EqualTo("events.1password.com"));
        Assert.That(row.GetProperty("aux_id").GetInt64(), Is.EqualTo(9007199254740993), "aux_id is a long");
    }

    [Test, Property("Statement", 20)]
    [Description("The event time keeps the digits that the service holds; the sent text keeps all.")]
    public async Task Time_is_the_event_time_and_its_text_is_kept()
    {
        await using var workspace = await Workspace.StartAsync();
        var row = await workspace.RowOfAsync(Pages.Raw("""{"timestamp":"2026-01-31T13:59:59.123456789+02:00"}"""));
        Assert.That(Text(row, "TimeGenerated"), Is.EqualTo("2026-01-31T11:59:59.1234567Z"));
        Assert.That(Text(row, "timestamp"), Is.EqualTo("2026-01-31T11:59:59.1234567Z"));
        Assert.That(Text(row, "timestamp_text"), Is.EqualTo("2026-01-31T13:59:59.123456789+02:00"));
    }

    [TestCase("{}")]
    [TestCase("""{"timestamp":"yesterday"}""")]
    public async Task Event_without_a_time_has_the_time_of_the_read(string json)
    {
        await using var workspace = await Workspace.StartAsync();
        var row = await workspace.RowOfAsync(Pages.Raw(json));
        Assert.That(Text(row, "TimeGenerated"), Is.EqualTo("2026-01-31T12:00:00.0000000Z"));
        Assert.That(Original(row), Is.EqualTo(json));
    }

    [Test, Property("Statement", 22)]
    [Description("A new field, and a value that no column can hold, stay in event_original.")]
    public async Task Unknown_fields_stay_in_the_original()
    {
        await using var workspace = await Workspace.StartAsync();
        var sent = Pages.Event("U", ",\"new\":{\"a\":[1]},\"TimeGenerated\":1,\"event_original\":\"x\",\"aux_id\":99999999999999999999");
        var row = await workspace.RowOfAsync(sent);
        Assert.That(Original(row), Is.EqualTo(sent.ToString()));
        Assert.That(row.TryGetProperty("new", out _), Is.False);
        Assert.That(Text(row, "columns_omitted"), Is.EqualTo("aux_id"));
    }

    [TestCase("\\u0000")]
    [TestCase("\\ud800")]
    [TestCase("\\udc00x\\ud83d\\ude00")]
    [Property("Statement", 23)]
    [Description("U+0000 and unpaired surrogates pass.")]
    public async Task Escapes_that_parsers_reject_are_replaced_in_columns_and_kept_in_the_original(string escape)
    {
        await using var workspace = await Workspace.StartAsync();
        var sent = Pages.Event("U", $$""","aux_info":"a{{escape}}b","session":{"k{{escape}}":["{{escape}}",1.50,true,null]}""");
        var row = await workspace.RowOfAsync(sent);
        Assert.That(Text(row, "aux_info"), Does.StartWith("a\uFFFD").And.EndsWith("b"));
        Assert.That(row.GetProperty("session").GetRawText(), Does.Contain("1.50,true,null"));
        Assert.That(Original(row), Is.EqualTo(sent.ToString()));
    }

    [Test, Property("Statement", 23)]
    [Description("Duplicate keys pass.")]
    public async Task First_of_duplicate_fields_is_in_the_column()
    {
        await using var workspace = await Workspace.StartAsync();
        var sent = Pages.Event("U", ",\"action\":\"delete\",\"aux_info\":null,\"aux_info\":\"x\"");
        var row = await workspace.RowOfAsync(sent);
        Assert.That((Text(row, "action"), Text(row, "aux_info")), Is.EqualTo(("create", "x")));
        Assert.That(Original(row), Is.EqualTo(sent.ToString()));
    }

    [TestCase("x", 200_000)]
    [TestCase("€", 80_000)]
    [TestCase("\\\"", 60_000)]
    [Property("Statement", 23)]
    [Description("A value above 64 KB is never cut: the original continues in numbered columns.")]
    public async Task Long_event_continues_in_numbered_columns(string text, int count)
    {
        await using var workspace = await Workspace.StartAsync();
        var sent = Pages.Event("U", $",\"aux_info\":\"{string.Concat(Enumerable.Repeat(text, count))}\"");
        var row = await workspace.RowOfAsync(sent);
        Assert.That(Original(row), Is.EqualTo(sent.ToString()));
        Assert.That(row.TryGetProperty("event_original_2", out _));
        Assert.That(Text(row, "columns_omitted"), Is.EqualTo("aux_info"));
        Assert.That(Text(row, "action"), Is.EqualTo("create"));
    }

    [Test, Property("Statement", 23)]
    [Description("An event of 1 MB becomes a dead letter with its bytes, and the others pass.")]
    public async Task Event_that_no_row_can_hold_becomes_a_dead_letter()
    {
        await using var workspace = await Workspace.StartAsync();
        var large = Pages.Event("LARGE", $",\"aux_info\":\"{new string('x', 1_000_000)}\"");
        await workspace.DeliverAsync([Pages.Event("A"), large, Pages.Event("B")]);
        Assert.That(workspace.Uuids, Is.EqualTo(new[] { "A", "B" }));
        var letter = workspace.DeadLetters.Read().Single();
        Assert.That(letter.Event.Json.Length, Is.EqualTo(large.Json.Length));
        Assert.That(letter.Reason, Does.StartWith(string.Create(CultureInfo.InvariantCulture, $"It has {large.Json.Length} bytes")));
    }

    [Test, Property("Statement", 23)]
    [Description("Invalid UTF-8 becomes a dead letter with its bytes.")]
    public async Task Invalid_utf8_becomes_a_dead_letter_with_its_bytes()
    {
        await using var workspace = await Workspace.StartAsync();
        byte[] bytes = [.. "{\"uuid\":\"U\",\"aux_info\":\""u8, 0xFF, .. "\"}"u8];
        await workspace.DeliverAsync([RawEvent.Parse(bytes), Pages.Event("A")]);
        Assert.That(workspace.Uuids, Is.EqualTo(new[] { "A" }));
        Assert.That(workspace.DeadLetters.Read().Single().Event.Json.ToArray(), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Deeply_nested_event_passes()
    {
        await using var workspace = await Workspace.StartAsync();
        var sent = Pages.Event("U", $",\"unknown\":{new string('[', 900)}\"\\u0000\"{new string(']', 900)}");
        Assert.That(Original(await workspace.RowOfAsync(sent)), Is.EqualTo(sent.ToString()));
    }

    [Test]
    public async Task Deeply_nested_value_of_a_column_passes()
    {
        await using var workspace = await Workspace.StartAsync();
        var row = new System.Buffers.ArrayBufferWriter<byte>();
        workspace.Destination.Write(
            Pages.Event("U", $",\"details\":{new string('[', 900)}\"\\u00e9\"{new string(']', 900)}"), Pages.Origin, row);
        using var json = JsonDocument.Parse(row.WrittenMemory, new JsonDocumentOptions { MaxDepth = 1_000 });
        Assert.That(json.RootElement.GetProperty("details").GetRawText(), Is.EqualTo($"{new string('[', 900)}\"é\"{new string(']', 900)}"));
    }

    [Test]
    public void Table_has_every_column_of_the_stream_and_valid_names()
    {
        using var template = JsonDocument.Parse(SentinelDestination.DeploymentTemplate);
        var resources = template.RootElement.GetProperty("resources");
        var table = Names(resources[0].GetProperty("properties").GetProperty("schema"));
        var stream = Names(resources[1].GetProperty("properties").GetProperty("streamDeclarations").GetProperty("Custom-OnePasswordEvents"));
        Assert.That(stream, Is.SubsetOf(table));
        Assert.That(table.Append("session_uuid"), Is.All.Matches<string>(name => name.Length <= 45 && Encoding.UTF8.GetByteCount(name) == name.Length));

        static List<string> Names(JsonElement schema) =>
            [.. schema.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()!)];
    }
}
