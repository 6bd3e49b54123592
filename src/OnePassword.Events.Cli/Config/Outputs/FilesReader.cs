using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>files</c>.</summary>
internal static class FilesReader
{
    /// <summary>Returns the output into the folder of the configuration file.</summary>
    public static FilesOutput Default(ConfigSection section) =>
        new() { Folder = NameTemplate.ParseFolder(section.FullPath(OutputOptions.DefaultFolder)) };

    public static FollowOutput Read(ConfigSection output)
    {
        var missing = Default(output);
        return missing with
        {
            Folder = output.Optional("folder", missing.Folder, ReadFolder),
            Options = new OutputOptions
            {
                RotateSize = output.Optional<long?>("rotate_size", null, value => value.Size(atLeast: ByteSize.Kilobyte)),
                RotateEvery = output.Optional<TimeSpan?>("rotate_every", null, ReadAge),
                Keep = output.Optional<TimeSpan?>("keep", null, ReadAge),
                KeepFiles = output.Optional<int?>("keep_files", null, value => value.WholeNumber(1, int.MaxValue)),
                Gzip = output.Optional("gzip", missing: false, value => value.Flag()),
            },
            MinFreeSpace = output.Optional("min_free_space", missing.MinFreeSpace, value => value.Size(atLeast: 0)),
            Envelope = output.Optional("envelope", missing: false, value => value.Flag()),
            GroupReadable = output.Optional("group_readable", missing: false, value => value.Flag()),
        };
    }

    private static TimeSpan? ReadAge(ConfigValue value) => value.Duration(atLeast: ConfigValue.Second);

    private static NameTemplate ReadFolder(ConfigValue value)
    {
        if (value.Word("a path") == OutputOptions.StandardOutput)
            throw new InvalidValueException("is standard output. Use the type stdout");
        try
        {
            return NameTemplate.ParseFolder(value.FullPath());
        }
        catch (FormatException e)
        {
            throw new InvalidValueException(e.Message);
        }
    }
}
