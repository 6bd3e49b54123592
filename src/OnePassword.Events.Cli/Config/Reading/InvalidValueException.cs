namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>One value is invalid. It becomes a problem of the <see cref="ConfigContext"/>, and reading continues.</summary>
internal sealed class InvalidValueException(string message) : Exception(message);
