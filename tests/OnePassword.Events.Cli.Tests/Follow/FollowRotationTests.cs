using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>A file that is large or old enough gets no further page. Pages are not split.</summary>
[Category("InProcess")]
public sealed class FollowRotationTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task File_that_reached_its_size_is_followed_by_the_next()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 8 } };
        var files = output.Open(committed: null);
        foreach (var page in new[] { "{1}\n", "{2}", "\n", "{3}\n{4}\n{5}\n", "{6}\n" })
            await files.AppendAsync(page);
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { 1, 2, 3 }.Select(number => RotatingFilesFixture.OpenName(number))));
        Assert.That(output.Folder.ReadText(RotatingFilesFixture.OpenName(1)), Is.EqualTo("{1}\n{2}\n"), "exactly 8 bytes");
        Assert.That(output.Folder.ReadText(RotatingFilesFixture.OpenName(2)), Is.EqualTo("{3}\n{4}\n{5}\n"), "a page is not split");
        Assert.That(output.Folder.ReadText(RotatingFilesFixture.OpenName(3)), Is.EqualTo("{6}\n"));
        Assert.That(
            files.Position with { Fingerprint = null },
            Is.EqualTo(new OutputPosition(RotatingFilesFixture.Name(3), 4, CliFixture.Now)));
    }

    [Test]
    public async Task Rotation_size_counts_compressed_bytes()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1_000, Gzip = true } };
        var files = output.Open(committed: null);
        await files.AppendAsync(new string('a', 100_000) + "\n");
        await files.AppendAsync("{}\n");
        Assert.That(output.Folder.Files, Has.Exactly(1).Items);
    }

    [Test]
    public async Task File_that_reached_its_age_is_followed_by_the_next()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateEvery = Hour } };
        var files = output.Open(committed: null);
        await files.AppendAsync("{1}\n");
        output.Clock.Advance(Hour - TimeSpan.FromTicks(1));
        Assert.That((await files.AppendAsync("{2}\n")).File, Is.EqualTo(RotatingFilesFixture.Name(1)));
        output.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(
            await files.PositionAfterAsync("{3}\n"),
            Is.EqualTo(new OutputPosition(RotatingFilesFixture.Name(2), 4, CliFixture.Now + Hour)));
        output.Clock.Advance(Hour * 5);
        Assert.That((await files.AppendAsync("{4}\n")).File, Is.EqualTo(RotatingFilesFixture.Name(3)), "no number is left out");
    }

    [Test]
    public async Task Age_of_a_file_counts_from_its_first_page()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateEvery = Hour } };
        var files = output.Open(committed: null);
        output.Clock.Advance(Hour * 3);
        Assert.That(
            await files.PositionAfterAsync("{1}\n"),
            Is.EqualTo(new OutputPosition(RotatingFilesFixture.Name(1), 4, CliFixture.Now + (Hour * 3))));
        output.Clock.Advance(Hour / 2);
        Assert.That((await files.AppendAsync("{2}\n")).File, Is.EqualTo(RotatingFilesFixture.Name(1)));
    }

    [Test]
    public async Task Age_and_size_of_a_file_count_across_restarts()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 8, RotateEvery = Hour } };
        var committed = await output.Open(committed: null).AppendAsync("{1}\n");
        committed = await output.Open(committed).AppendAsync("{2}\n");
        Assert.That(
            committed with { Fingerprint = null },
            Is.EqualTo(new OutputPosition(RotatingFilesFixture.Name(1), 8, CliFixture.Now)));
        committed = await output.Open(committed).AppendAsync("{3}\n");
        Assert.That(committed.File, Is.EqualTo(RotatingFilesFixture.Name(2)));
        output.Clock.Advance(Hour);
        committed = await output.Open(committed).AppendAsync("{4}\n");
        Assert.That(committed.File, Is.EqualTo(RotatingFilesFixture.Name(3)));
    }

    [Test]
    public async Task Clock_that_is_set_back_does_not_rotate()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateEvery = Hour } };
        var committed = await output.Open(committed: null).AppendAsync("{1}\n");
        var earlier = RotatingFiles.Open(
            output.In(output.Folder.Path, new FakeTimeProvider(CliFixture.Now - TimeSpan.FromDays(1))), RotatingFilesFixture.Base,
            output.Options, committed);
        Assert.That((await earlier.AppendAsync("{2}\n")).File, Is.EqualTo(RotatingFilesFixture.Name(1)));
    }
}
