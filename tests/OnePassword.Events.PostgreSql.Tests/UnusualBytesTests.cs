using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.PostgreSql.Tests;

/// <summary>Bytes that a type of PostgreSQL rejects. They do not stop a feed.</summary>
public sealed class UnusualBytesTests
{
    private static readonly string[] Accepted =
    [
        """{"uuid":"U","timestamp":"2026-03-14T09:26:53.589793238Z","action":"\u00e9\ud83d\ude00\"\\\/"}""",
        """{"uuid":"U","timestamp":"2026-03-14T09:26:53Z","n":[1e5,-0.25,12345678901234567890123456789],"a":{},"a":[]}""",
        "{ \"uuid\" : \"U\",\r\n\t\"timestamp\":\"2026-03-14T09:26:53Z\" }",
    ];

    private static readonly string[] Rejected =
    [
        """{"uuid":"U","timestamp":"2026-03-14T09:26:53Z","action":"a\u0000b"}""",
        """{"uuid":"U\u0000","timestamp":"2026-03-14T09:26:53Z"}""",
        """{"uuid":"U","timestamp":"2026-03-14T09:26:53Z","action":"\ud83d"}""",
        """{"uuid":"U","timestamp":"2026-03-14T09:26:53Z","\ude00":1}""",
        """{"uuid":"U","timestamp":"2026-03-14T09:26:53Z","n":1e400000}""",
        """{"uuid":"U","timestamp":"2026-03-14T09:26:53Z","n":1e-999999999999}""",
    ];

    [TestCaseSource(nameof(Accepted))]
    public async Task Event_that_jsonb_accepts_can_be_searched(string json)
    {
        await using var followed = await StoredAsync(Encoding.UTF8.GetBytes(json));
        Assert.That(
            await followed.Database.ValueAsync("SELECT op_events.json(e) IS NOT NULL FROM op_events.event e ORDER BY seq DESC LIMIT 1"), Is.True);
    }

    [TestCaseSource(nameof(Rejected))]
    public async Task Event_that_jsonb_rejects_is_stored_as_text(string json)
    {
        await using var followed = await StoredAsync(Encoding.UTF8.GetBytes(json));
        Assert.That(
            await followed.Database.ValueAsync("SELECT op_events.json(e) FROM op_events.event e ORDER BY seq DESC LIMIT 1"), Is.Null);
        Assert.That(await followed.Database.ValueAsync("SELECT body FROM op_events.event ORDER BY seq DESC LIMIT 1"), Is.EqualTo(json));
    }

    [Test]
    public async Task Event_that_is_not_valid_UTF8_is_stored_as_bytes()
    {
        byte[] json = [.. "{\"uuid\":\"U\",\"timestamp\":\"2026-03-14T09:26:53Z\",\"action\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        await using var followed = await StoredAsync(json);
        Assert.That(
            await followed.Database.ValueAsync("SELECT body IS NULL AND body_bytes IS NOT NULL FROM op_events.event ORDER BY seq DESC LIMIT 1"),
            Is.True);
    }

    [Test]
    public async Task Event_without_uuid_and_time_is_stored()
    {
        const string Json = """{"uuid":null,"timestamp":"yesterday"}""";
        await using var followed = await Followed.StartAsync(events: 0);
        await using var store = followed.Store();
        followed.Emulator.Inject(new Fault { Body = $$"""{"cursor":"c","has_more":false,"items":[{{Json}}]}""" });
        await followed.StoreAllAsync(store);
        Assert.That(await followed.Database.ValueAsync("SELECT body FROM op_events.event"), Is.EqualTo(Json));
        Assert.That(await followed.Database.ValueAsync("SELECT coalesce(uuid, time::text) FROM op_events.event"), Is.Null);
    }

    [Test]
    public async Task Deep_event_is_stored()
    {
        await using var followed = await StoredAsync(Encoding.UTF8.GetBytes(
            $$"""{"uuid":"U","timestamp":"2026-03-14T09:26:53Z","a":{{new string('[', 40)}}{{new string(']', 40)}}}"""));
    }

    // The other events show that the feed continues.
    private static async Task<Followed> StoredAsync(byte[] json)
    {
        var options = new EmulatorOptions { Now = new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero) };
        var followed = await Followed.StartAsync(events: 5, options);
        await using var store = followed.Store();
        await followed.StoreAllAsync(store, pageSize: 1);
        followed.Emulator.Append(EmulatorFeed.AuditEvents, json);
        await followed.StoreAllAsync(store, pageSize: 1);
        Assert.That((await followed.Database.BodiesAsync())[^1], Is.EqualTo(json));
        Assert.That(await followed.Database.BodiesAsync(), Has.Count.EqualTo(6));
        return followed;
    }
}
