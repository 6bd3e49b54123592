using OnePassword.Events.Release;

return ReleaseCommand.Run(args, Console.Error);
