using System.Net;
using System.Text;

namespace OnePassword.Events.Tests.Following;

/// <summary>Which events a follower takes for ones that it has delivered already.</summary>
public sealed class RepeatedEventTests
{
    private const string Plain = """{"uuid":"e01","timestamp":"2026-01-31T10:01:00Z"}""";
    private const string Enriched = """{"uuid":"e01","timestamp":"2026-01-31T10:01:00Z","country":"CA"}""";

    private readonly MemoryCheckpointStore _store = new();
    private readonly StubServer _server = new();

    [Test]
    public async Task Two_events_whose_uuids_are_not_valid_UTF8_are_both_delivered([Values] bool raw) =>
        Assert.That(await FollowAsync(raw, "{\"uuid\":\"A\xFF\"}", "{\"uuid\":\"A\xFE\"}"), Is.EqualTo(2));

    [Test]
    public async Task Two_events_whose_uuids_have_half_a_character_are_both_delivered([Values] bool raw) =>
        Assert.That(await FollowAsync(raw, """{"uuid":"A\ud800"}""", """{"uuid":"A\udbff"}"""), Is.EqualTo(2));

    [TestCase(true)]
    [TestCase(false)]
    public async Task Two_events_whose_uuids_are_empty_are_both_delivered(bool raw) =>
        Assert.That(await FollowAsync(raw, """{"uuid":""}""", """{"uuid":""}"""), Is.EqualTo(2));

    [Test]
    public async Task Duplicate_is_dropped([Values] bool raw)
    {
        Assert.That(await FollowAsync(raw, Plain, Plain), Is.EqualTo(1));
        Assert.That(await FollowAsync(raw, Plain), Is.Zero, "after a restart");
        Assert.That((await CheckpointAsync()).Duplicates, Is.EqualTo(1), "the second is not committed: its page brought nothing");
    }

    [Test]
    public async Task An_event_with_a_known_uuid_and_other_bytes_is_delivered_raw_and_dropped_typed([Values] bool raw)
    {
        Assert.That(await FollowAsync(raw, Plain, Enriched), Is.EqualTo(raw ? 2 : 1));
        Assert.That((await CheckpointAsync()).Duplicates, Is.EqualTo(raw ? 0 : 1));
    }

    [Test]
    public async Task Event_with_other_bytes_is_recognized_after_a_restart_too()
    {
        Assert.That(await FollowAsync(raw: true, Plain), Is.EqualTo(1));
        Assert.That(await FollowAsync(raw: true, Plain, Enriched), Is.EqualTo(1));
        Assert.That(await FollowAsync(raw: true, Plain, Enriched), Is.Zero);
    }

    [Test]
    public async Task Checkpoint_of_a_raw_follower_works_for_a_typed_one_and_vice_versa([Values] bool rawFirst)
    {
        Assert.That(await FollowAsync(rawFirst, Plain), Is.EqualTo(1));
        Assert.That(await FollowAsync(!rawFirst, Plain), Is.Zero);
        Assert.That(await FollowAsync(rawFirst, Plain), Is.Zero);
    }

    private async Task<Checkpoint> CheckpointAsync() => (await _store.LoadAsync(FeedNames.SignInAttempts))!;

    /// <summary>Follows a page of these events, each character a byte, and of one more that makes the page unique.</summary>
    private async Task<int> FollowAsync(bool raw, params string[] events)
    {
        var body = Encoding.Latin1.GetBytes($$"""{"cursor":"c","has_more":false,"items":[{{string.Join(',', events)}}]}""");
        using var client = _server.Responds(HttpStatusCode.OK, new MemoryStream(body)).Client();
        var options = new FollowOptions { StopWhenCaughtUp = true };
        var count = 0;
        if (raw)
            await client.SignInAttempts.FollowRawAsync(_store, (page, _) => Count(page.Items.Count), options);
        else
            await client.SignInAttempts.FollowAsync(_store, (page, _) => Count(page.Items.Count), options);
        return count;

        Task Count(int items)
        {
            count += items;
            return Task.CompletedTask;
        }
    }
}
