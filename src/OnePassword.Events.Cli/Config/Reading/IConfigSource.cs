namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>The source of a configuration: a file, or options of the command line.</summary>
internal interface IConfigSource
{
    /// <summary>Gets the folder that relative paths start from.</summary>
    string Folder { get; }

    /// <summary>Returns the message about a value, with its position.</summary>
    /// <param name="offset">The start of the value.</param>
    /// <param name="key">The key; empty for the whole configuration.</param>
    /// <param name="problem">The problem.</param>
    string Describe(int offset, string key, string problem);

    /// <summary>Returns the place of a value in a phrase.</summary>
    string PlaceOf(int offset);
}
