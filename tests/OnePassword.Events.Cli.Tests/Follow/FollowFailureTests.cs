using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>A page that cannot be written is reported, blocks later pages, and is removed when the output is reopened.</summary>
[Category("InProcess")]
public sealed class FollowFailureTests
{
    [Test]
    [Platform("Linux")]
    public async Task Full_disk_is_reported_and_leaves_nothing_of_the_page([Values] bool gzip)
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1, Gzip = gzip } };
        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        output.Disk.FullFor = RotatingFilesFixture.OpenName(2, gzip);

        Fails(files, committed, Does.Contain("No space left on device"));
        output.Disk.FullFor = null;
        await output.Open(committed).AppendAsync("{2}\n");
        Assert.That(output.Content, Is.EqualTo("{1}\n{2}\n"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task Deleted_output_folder_is_reported_and_not_created_again()
    {
        using var output = new RotatingFilesFixture();
        var folder = output.Folder["out"];
        var files = RotatingFiles.Open(output.In(folder), RotatingFilesFixture.Base, output.Options, committed: null);
        var committed = await files.AppendAsync("{1}\n");
        Directory.Delete(folder, recursive: true);
        Fails(files, committed, Does.Contain(folder));
        Assert.That(folder, Does.Not.Exist);
    }

    [Test]
    public void Output_folder_deleted_before_the_first_page_is_reported()
    {
        using var output = new RotatingFilesFixture();
        var files = RotatingFiles.Open(
            output.In(output.Folder["out"]), RotatingFilesFixture.Base, output.Options, committed: null);
        Directory.Delete(output.Folder["out"]);
        Fails(files, files.Position, Does.Contain(output.Folder["out"]));
    }

    [TestCase(null, "Could not find file")]
    [TestCase("", "is 0 bytes long. Another program writes to it.")]
    [TestCase("{1", "is 2 bytes long. Another program writes to it.")]
    [TestCase("{1}\n{theirs}\n", "has 9 unexpected bytes at its end. Another program writes to it.")]
    public async Task Output_file_that_another_program_changed_is_reported_and_kept(string? changed, string message)
    {
        using var output = new RotatingFilesFixture();
        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        File.Delete(output.Folder[committed.OpenFile()]);
        if (changed is not null)
            output.Folder.Write(committed.OpenFile(), changed);
        Fails(files, committed, Does.Contain(output.Folder[committed.OpenFile()]).And.Contain(message));
        Assert.That(output.Snapshot(), Has.Count.EqualTo(changed is null ? 0 : 1));
        Assert.That(output.Content, Is.EqualTo(changed ?? ""));
    }

    [Test]
    public async Task Existing_next_file_is_reported_and_kept()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1 } };
        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        output.Folder.Write(RotatingFilesFixture.Name(2), "{theirs}\n");
        Fails(files, committed, Does.Contain(RotatingFilesFixture.Name(2)).And.Contain("already exists"));
        Assert.That(output.Content, Is.EqualTo("{1}\n{theirs}\n"));
    }

    [Test]
    public async Task Folder_with_the_name_of_the_next_file_is_reported()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1 } };
        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        Directory.CreateDirectory(output.Folder[RotatingFilesFixture.OpenName(2)]);
        Fails(files, committed, Does.Contain(RotatingFilesFixture.Name(2)));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task Read_only_output_folder_is_reported()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assume.That(Environment.IsPrivilegedProcess, Is.False, "An administrator may write to a folder that is read-only.");
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1 } };
        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        File.SetUnixFileMode(output.Folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Fails(files, committed, Does.Contain(RotatingFilesFixture.Name(2)));
            Assert.That(output.Content, Is.EqualTo("{1}\n"));
        }
        finally
        {
            File.SetUnixFileMode(output.Folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        Assert.That((await output.Open(committed).AppendAsync("{2}\n")).File, Is.EqualTo(RotatingFilesFixture.Name(2)));
    }

    private static void Fails(
        RotatingFiles files, OutputPosition committed, NUnit.Framework.Constraints.IResolveConstraint message)
    {
        Assert.That(
            () => files.AppendAsync("{lost}\n"), Throws.InstanceOf<IOException>().With.Message.Matches(message.Resolve()));
        Assert.That(() => files.AppendAsync("{2}\n"), Throws.InvalidOperationException, "no page may follow half of one");
        Assert.That(files.Position, Is.EqualTo(committed));
    }
}
