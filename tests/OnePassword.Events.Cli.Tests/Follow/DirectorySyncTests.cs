using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

public sealed class DirectorySyncTests
{
    [Test]
    public void A_folder_is_made_with_those_above_it_and_can_be_synced()
    {
        using var folder = new TemporaryFolder();
        var made = folder[Path.Combine("ä b", "c", "d")];
        DirectorySync.Create(made);
        DirectorySync.Create(made);
        Assert.That(made, Does.Exist);
        Assert.That(() => DirectorySync.Sync(made), Throws.Nothing);
        Assert.That(() => DirectorySync.Sync("."), Throws.Nothing);
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_folder_that_is_gone_cannot_be_synced()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => DirectorySync.Sync(folder["gone"]), Throws.InstanceOf<IOException>().With.Message.Contains(folder["gone"]));
    }
}
