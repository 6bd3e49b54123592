namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>A new folder with a store on a <see cref="TestDisk"/>.</summary>
internal sealed class StateFolder : IDisposable
{
    public StateFolder()
    {
        Parent = Directory.CreateTempSubdirectory("events-state-").FullName;
        Store = new FileCheckpointStore(Path, readOnly: false, Disk);
    }

    public string Parent { get; }

    public string Path => System.IO.Path.Combine(Parent, "state");

    public TestDisk Disk { get; } = new();

    public FileCheckpointStore Store { get; }

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    public Task SaveAsync(string name, string cursor) => Store.SaveAsync(name, TestCheckpoint.At(cursor)).AsTask();

    public async Task<string?> CursorAsync(string name) => (await Store.LoadAsync(name))?.Cursor;

    public void Dispose()
    {
        Disk.Open();
        Store.Dispose();
        Disk.Dispose();
        Directory.Delete(Parent, recursive: true);
    }
}
