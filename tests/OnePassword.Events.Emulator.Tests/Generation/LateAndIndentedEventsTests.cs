using System.Text.Json;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Generation;

public sealed class LateAndIndentedEventsTests
{
    [Test]
    public async Task LateShare_delays_a_share_of_the_events_by_up_to_a_day()
    {
        await using var punctual = await Api.StartAsync();
        await using var api = await Api.StartAsync(new() { LateShare = 0.2 });

        var delays = (await api.EventsAsync(Api.Usages)).Zip(await punctual.EventsAsync(Api.Usages))
            .Select(pair => TimeOf(pair.Second) - TimeOf(pair.First))
            .ToList();

        Assert.That(delays, Is.All.InRange(0, TimeSpan.FromDays(1).TotalNanoseconds));
        Assert.That(delays.Count(delay => delay > 0), Is.InRange(150, 250));
        Assert.That(
            delays.Count(delay => delay > TimeSpan.FromHours(12).TotalNanoseconds), Is.GreaterThan(50), "spread over the day");

        static long TimeOf(JsonElement json) => Reference.Nanoseconds(Reference.TimestampOf(json));
    }

    [Test]
    public async Task A_reader_by_cursor_gets_late_events_in_order_of_arrival()
    {
        await using var api = await Api.StartAsync(new() { LateShare = 0.2 });

        var served = (await api.EventsAsync(Api.Audit)).Select(json => json.GetProperty("uuid").GetString());

        Assert.That(served, Is.EqualTo(api.Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(UuidOf)));
        Assert.That(served.Count(), Is.EqualTo(1_000));
    }

    [Test]
    public async Task Indented_pages_have_line_breaks_and_spaces_but_the_same_content()
    {
        await using var compact = await Api.StartAsync(new() { UnknownFields = true });
        await using var api = await Api.StartAsync(new() { UnknownFields = true, Indented = true });

        var page = await api.PageAsync(Api.SignIns, Api.Everything);
        var plain = await compact.PageAsync(Api.SignIns, Api.Everything);

        Assert.That(page.Raw, Is.All.Contains("\r\n").And.All.Contains("\" : "));
        Assert.That(page.Items.Select(Compact), Is.EqualTo(plain.Raw));
        Assert.That(
            page.Raw,
            Is.EqualTo(api.Emulator.ReadAll(EmulatorFeed.SignInAttempts, EmulatorApi.V2).Select(Api.Text)));
        Assert.That(
            page.Text.AsSpan().IndexOf("\n"),
            Is.LessThan(page.Text.IndexOf("cursor", StringComparison.Ordinal)),
            "The page is indented as well.");
    }

    /// <summary>Returns the element without whitespace between tokens, and with unchanged tokens.</summary>
    private static string Compact(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', json.EnumerateObject().Select(Compact)) + "}",
        JsonValueKind.Array => "[" + string.Join(',', json.EnumerateArray().Select(Compact)) + "]",
        _ => json.GetRawText(),
    };

    private static string Compact(JsonProperty member) => $"\"{member.Name}\":{Compact(member.Value)}";

    private static string? UuidOf(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("uuid").GetString();
    }
}
