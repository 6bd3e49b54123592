using System.IO.Compression;
using System.Text;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>A folder for the output of one feed, a clock, and what the files hold.</summary>
internal sealed class RotatingFilesFixture : IDisposable
{
    public const string Base = "auditevents";

    public TemporaryFolder Folder { get; } = new();

    public FakeTimeProvider Clock { get; } = new(CliFixture.Now);

    public OutputOptions Options { get; set; } = new();

    /// <summary>All lines, in the order of the names of the files.</summary>
    public string Content => string.Concat(Folder.Files.Where(file => OutputFileName.Parse(file)?.Base == Base).Select(ReadText));

    public static string Name(int number, bool gzip = false) => new OutputFileName(Base, number, gzip).ToString();

    /// <summary>What has been said of bytes that were there.</summary>
    public StringWriter Said { get; } = new();

    public FailingDisk Disk { get; } = new();

    public RotatingFiles Open(OutputPosition? committed, (string File, long From)? lastAttempt = null) =>
        RotatingFiles.Open(In(Folder.Path), Base, Options, committed, lastAttempt);

    /// <summary>The same in another folder, or by another clock.</summary>
    public OutputFolder In(string folder, TimeProvider? clock = null) =>
        new(
            folder, groupReadable: false,
            new CliContext(Stream.Null, Said, TextReader.Null, _ => null, clock ?? Clock) { Disk = Disk });

    /// <summary>What a refusal says.</summary>
    public string Refusal(OutputPosition? committed)
    {
        var refusal = Assert.Throws<CliException>(() => Open(committed));
        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.Output));
        Assert.That(refusal.Message, Does.Not.Contain("\n"));
        return refusal.Message;
    }

    /// <summary>All files with their bytes.</summary>
    public Dictionary<string, byte[]> Snapshot() => Folder.Files.ToDictionary(file => file, Folder.Read, StringComparer.Ordinal);

    public void Dispose()
    {
        Folder.Dispose();
        Said.Dispose();
    }

    private string ReadText(string file)
    {
        if (!file.EndsWith(".gz", StringComparison.Ordinal))
            return Folder.ReadText(file);
        using var lines = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Folder.Read(file)), CompressionMode.Decompress))
            gzip.CopyTo(lines);
        return Encoding.UTF8.GetString(lines.ToArray());
    }
}
