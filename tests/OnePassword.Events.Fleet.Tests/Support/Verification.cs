using OnePassword.Events.Emulator;

namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>Compares the database with the emulators.</summary>
internal static class Verification
{
    /// <summary>
    /// Waits until the database has as many events as the emulators. Requires that they are equal, byte for byte and in order.
    /// </summary>
    /// <returns>All changes of the feeds.</returns>
    public static async Task<IReadOnlyList<JournalEntry>> VerifyAsync(this FleetFixture fixture)
    {
        const string Count = "SELECT count(*) FROM op_events.event";
        await FleetFixture.UntilAsync(async () => (long)(await fixture.Database.ValueAsync(Count))! >= fixture.Events);

        foreach (var account in fixture.Accounts)
        {
            foreach (var feed in EmulatedAccount.Feeds)
                await VerifyAsync(fixture.Database, account, feed);
        }
        Assert.That(await fixture.Database.ValueAsync(Count), Is.EqualTo(fixture.Events), "no event of another feed");
        Assert.That(
            await fixture.Database.ColumnAsync(
                "SELECT follower_id FROM op_events.event GROUP BY 1 HAVING min(seq) <> 1 OR max(seq) <> count(*)"),
            Is.Empty, "seq is 1, 2, 3");
        var journal = await fixture.Journal.ReadAsync();
        foreach (var feed in journal.GroupBy(entry => entry.Name, StringComparer.Ordinal))
            Verify([.. feed]);
        return journal;
    }

    private static async Task VerifyAsync(TestDatabase database, EmulatedAccount account, EmulatorFeed feed)
    {
        var name = account.Follower(feed);
        var stored = await database.BodiesAsync(name);
        var sent = account.Emulator.ReadAll(feed, EmulatorApi.V2).ToList();
        Assert.That(sent, Has.Count.EqualTo(account.Events));
        Assert.That(stored, Has.Count.EqualTo(sent.Count), name);
        for (var i = 0; i < sent.Count; i++)
            Assert.That(stored[i].AsSpan().SequenceEqual(sent[i].Span), Is.True, $"event {i} of {name}");
    }

    // The process that commits has taken the feed last, and each commit follows the previous one.
    private static void Verify(IReadOnlyList<JournalEntry> feed)
    {
        var owner = "";
        foreach (var (last, entry) in feed.Zip(feed.Skip(1)).Prepend((feed[0] with { Epoch = 0, Version = 0 }, feed[0])))
        {
            if (!entry.IsCommit)
                owner = entry.Writer;
            Assert.That(entry.Writer, Is.EqualTo(owner), $"{entry} is a commit of another process");
            Assert.That(entry.Epoch, Is.EqualTo(last.Epoch + (entry.IsCommit ? 0 : 1)), $"{entry} after {last}");
            Assert.That(entry.Version, Is.EqualTo(last.Version + (entry.IsCommit ? 1 : 0)), $"{entry} after {last}");
            Assert.That(entry.LastSeq, Is.GreaterThanOrEqualTo(entry.Version == 1 ? 0 : last.LastSeq), $"{entry} after {last}");
        }
    }
}
