using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Generation;

public sealed class DeterminismTests
{
    [Test]
    public async Task The_same_seed_and_start_time_generate_the_same_bytes([Values] EmulatorFeed feed)
    {
        await using var one = await Api.StartAsync(new() { Seed = 7, LateShare = 0.1, UnknownFields = true });
        await using var two = await Api.StartAsync(new() { Seed = 7, LateShare = 0.1, UnknownFields = true });

        var path = $"api/v2/{feed.ToString().ToLowerInvariant()}";
        Assert.That(await one.TextAsync(path, Api.Everything), Is.EqualTo(await two.TextAsync(path, Api.Everything)));
    }

    [Test]
    public async Task Another_seed_generates_other_events_and_people()
    {
        await using var one = await Api.StartAsync(new() { Seed = 7 });
        await using var two = await Api.StartAsync(new() { Seed = 8 });

        var (first, second) = (await one.EventsAsync(Api.Audit), await two.EventsAsync(Api.Audit));

        foreach (var field in new[] { "uuid", "actor_uuid", "timestamp" })
        {
            var values = first.Select(json => json.GetProperty(field).GetString());
            Assert.That(
                values.Intersect(second.Select(json => json.GetProperty(field).GetString()), StringComparer.Ordinal).Count(),
                Is.LessThan(3),
                field);
        }
    }

    [Test]
    public async Task Another_start_time_changes_only_the_timestamps()
    {
        await using var one = await Api.StartAsync();
        await using var later = await Api.StartAsync(new() { Now = Api.Now + TimeSpan.FromDays(300) });

        var (first, second) = (await one.EventsAsync(Api.Usages), await later.EventsAsync(Api.Usages));

        Assert.That(
            second.Select(json => json.GetProperty("uuid").GetString()),
            Is.EqualTo(first.Select(json => json.GetProperty("uuid").GetString())));
        var times = second.Select(Reference.TimestampOf);
        Assert.That(times.Intersect(first.Select(Reference.TimestampOf), StringComparer.Ordinal), Is.Empty);
    }

    [Test]
    public async Task A_page_does_not_depend_on_the_pages_read_before()
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 5_000 });
        var all = await api.EventsAsync(Api.SignIns);
        var start = Reference.TimestampOf(all[3_210]);

        var page = await api.PageAsync(Api.SignIns, $$"""{"limit":50,"start_time":"{{start}}"}""");

        Assert.That(page.Raw, Is.EqualTo(all.Skip(3_210).Take(50).Select(json => json.GetRawText())));
    }
}
