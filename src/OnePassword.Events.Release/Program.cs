using OnePassword.Events.Release.Artifacts;

return ReleaseCommand.Run(args, Console.Error);
