using OnePassword.Events.SpecMerge;

return MergeCommand.Run(args, Console.Out, Console.Error);
