using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Files that do not match the checkpoint are rejected on one line and not changed.</summary>
[Category("InProcess")]
public sealed class OutputMismatchTests
{
    private const string Remedy =
        ". Restore the file, or continue in a new file with `op-events state set <name> --state <folder> --forget-output --output <folder>`.";

    [Test]
    public async Task Missing_or_short_committed_file_is_rejected([Values] bool gzip, [Values(-1, 0, 1, 3)] int left)
    {
        using var output = new RotatingFilesFixture { Options = new() { Gzip = gzip } };
        var committed = await output.Open(committed: null).AppendAsync("{1}\n");
        var path = output.Folder[committed.OpenFile()];
        output.Folder.Write(RotatingFilesFixture.OpenName(2, gzip), "not committed");
        if (left < 0)
            File.Delete(path);
        else
            await File.WriteAllBytesAsync(path, output.Folder.Read(committed.OpenFile())[..left]);

        var before = output.Snapshot();
        var what = left < 0 ? "missing" : $"{left} bytes long";
        Assert.That(
            output.RejectionOf(committed), Is.EqualTo($"{path} is {what}, but {committed.Length} bytes of it are committed{Remedy}"));
        Assert.That(output.Snapshot(), Is.EqualTo(before));
    }

    [Test]
    public async Task Missing_output_folder_with_committed_files_is_not_created()
    {
        using var output = new RotatingFilesFixture();
        var committed = await RotatingFiles.Open(
            output.In(output.Folder["mount"]), RotatingFilesFixture.Base, output.Options, committed: null).AppendAsync("{1}\n");
        Directory.Delete(output.Folder["mount"], recursive: true);
        Assert.That(
            () => RotatingFiles.Open(output.In(output.Folder["mount"]), RotatingFilesFixture.Base, output.Options, committed),
            Throws.TypeOf<CliException>().With.Message.EqualTo(
                $"{Path.Combine(output.Folder["mount"], committed.OpenFile())} is missing, but 4 bytes of it are committed{Remedy}"));
        Assert.That(output.Folder["mount"], Does.Not.Exist);
    }

    [Test]
    public async Task Output_continues_in_a_new_file_on_request()
    {
        using var output = new RotatingFilesFixture();
        var committed = await output.Open(committed: null).AppendAsync("{1}\n");
        output.Folder.Write(committed.OpenFile(), "{");
        output.Folder.Write(RotatingFilesFixture.OpenName(2), "not committed");
        await output.Open(committed.Next(gzip: false, CliFixture.Now)).AppendAsync("{2}\n");
        Assert.That(output.Folder.ReadText(RotatingFilesFixture.OpenName(1)), Is.EqualTo("{"));
        Assert.That(output.Folder.ReadText(RotatingFilesFixture.OpenName(2)), Is.EqualTo("{2}\n"));
    }

    [TestCase("auditevents-00000003.ndjson")]
    [TestCase("auditevents-00000003.ndjson.gz")]
    public void Existing_files_without_a_checkpoint_are_rejected(string file)
    {
        using var output = new RotatingFilesFixture();
        output.Folder.Write(file, "");
        output.Folder.Write("auditevents-00000004.ndjson", "{4}\n");
        var before = output.Snapshot();
        Assert.That(
            output.RejectionOf(committed: null),
            Is.EqualTo(
                $"{output.Folder.Path} already contains auditevents files ({file}, …) that this checkpoint does not cover. Move them, or use another folder."));
        Assert.That(output.Snapshot(), Is.EqualTo(before));
    }

    [Test]
    public async Task Other_file_of_sufficient_length_is_rejected([Values] bool gzip)
    {
        using var output = new RotatingFilesFixture { Options = new() { Gzip = gzip } };
        var committed = await output.Open(committed: null).AppendAsync("{1}\n");
        var path = output.Folder[committed.OpenFile()];
        output.Folder.Write(committed.OpenFile(), new string('x', (int)committed.Length) + "more");

        Assert.That(
            output.RejectionOf(committed),
            Is.EqualTo($"{path} has other content, but {committed.Length} bytes of it are committed{Remedy}"));
        Assert.That(output.Folder.ReadText(committed.OpenFile()), Does.EndWith("more"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task Link_with_the_name_of_an_output_file_is_rejected_and_its_target_kept([Values(1, 2)] int number)
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1 } };
        var committed = await output.Open(committed: null).AppendAsync("{1}\n");
        var target = output.Folder.Write("target", "{1}\ntheirs");
        File.Delete(output.Folder[RotatingFilesFixture.OpenName(number)]);
        File.CreateSymbolicLink(output.Folder[RotatingFilesFixture.OpenName(number)], target);

        if (number == 1)
            Assert.That(output.RejectionOf(committed), Does.Contain("is a symbolic link, which is not followed"));
        else
            Assert.That(
                () => output.Open(committed).AppendAsync("{2}\n"),
                Throws.InstanceOf<IOException>().With.Message.Contains("is a symbolic link, which is not followed"));
        Assert.That(await File.ReadAllTextAsync(target), Is.EqualTo("{1}\ntheirs"));
    }

    [Test]
    public void Output_folder_that_cannot_be_created_is_reported()
    {
        using var output = new RotatingFilesFixture();
        var inTheWay = output.Folder.Write("taken", "a file");
        foreach (var folder in new[] { inTheWay, Path.Combine(inTheWay, "out") })
        {
            var failure = Assert.Throws<CliException>(
                () => RotatingFiles.Open(output.In(folder), RotatingFilesFixture.Base, output.Options, committed: null));
            Assert.That(failure.ExitCode, Is.EqualTo(ExitCode.Output));
            Assert.That(failure.Message, Does.StartWith($"the output in the folder {folder} cannot be opened: "));
        }
    }
}
