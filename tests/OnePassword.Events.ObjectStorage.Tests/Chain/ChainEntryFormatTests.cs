using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using OnePassword.Events.ObjectStorage.Chain;

namespace OnePassword.Events.ObjectStorage.Tests.Chain;

/// <summary>The form of an entry of the chain.</summary>
public sealed class ChainEntryFormatTests
{
    [TestCase(null, 1)]
    [TestCase("chain/auditevents/000000000001-a.zip", 2)]
    [Description("A version that does not know archives read such an entry as one without events, and lost the page.")]
    public void Entry_with_an_archive_has_a_later_version(string? archive, int version)
    {
        var bytes = ChainEntryFormat.Write(Entry(archive), owner: "a");
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        Assert.That(JsonNode.Parse(gzip)!["version"]!.GetValue<int>(), Is.EqualTo(version));
        Assert.That(ChainEntryFormat.Read("a", bytes).Archive, Is.EqualTo(archive));
    }

    [Test]
    public void Entry_of_a_later_version_is_not_read()
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes("""{"version":3}"""));
        var failure = Assert.Throws<CheckpointException>(() => ChainEntryFormat.Read("a", bytes.ToArray()));
        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TooNew));
    }

    private static ChainEntry Entry(string? archive) =>
        new(1, 1, DateTimeOffset.UnixEpoch, 0, Checkpoint: null, Events: null, archive, UuidChange.All([]));
}
