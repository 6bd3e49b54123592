using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Testing.Storage;
using Parquet.Serialization;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The format parquet of the outputs to object storage.</summary>
[Category("InProcess")]
public sealed class ParquetOutputTests
{
    [Test]
    public async Task Each_event_is_a_row_once_and_in_order()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var bucket = await FollowedBucket.StartAsync(follower.Server);
        bucket.Settings["format"] = "parquet";
        for (var run = 0; run < 2; run++)
        {
            var result = await bucket.Runner(clock: TimeProvider.System).StartAsync([.. bucket.Follow, "--once"]);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }
        foreach (var feed in CliFixture.AllFeeds)
        {
            var keys = EventsReader.Keys(
                bucket.S3.Objects.Keys.Where(key => key.Contains($"/feed={CliFixture.Name(feed)}/", StringComparison.Ordinal)));
            Assert.That(keys, Is.Not.Empty.And.All.EndsWith(".parquet"));
            var bodies = new List<string>();
            foreach (var key in keys)
            {
                var rows = await ParquetSerializer.DeserializeUntypedAsync(new MemoryStream(bucket.S3.Objects[key].Content));
                bodies.AddRange(rows.Data.Select(row => $"{row["body"]}"));
            }
            Assert.That(bodies, Is.EqualTo(follower.Served(feed)));
        }
    }
}
