namespace S3Kit.Directories;

/// <summary>Finds out what is to be done with the files of a folder, and has it done.</summary>
internal static class DirectoryTransfer
{
    public static async Task<DirectoryTransferResult> UploadAsync(string folder, DirectoryContext context, UploadDirectoryOptions options, CancellationToken cancellationToken)
    {
        var sync = options as SyncDirectoryOptions;
        string root = ExistingFolder(folder);
        LocalTree tree = await LocalTree.ScanAsync(root, context.Selection, options.SymbolicLinks, path => FileKeys.NameFault(context.Prefix, path), cancellationToken).ConfigureAwait(false);
        List<ListedObject> objects = sync is null ? [] : await context.ListAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, ObjectInfo> existing = objects.ToDictionary(static each => each.Path, static each => each.Info, StringComparer.Ordinal);
        DirectoryStep[] transfers =
        [
            .. tree.Files.Select(file => new UploadStep(context, file, options, existing.GetValueOrDefault(file.Path))),
            .. Settled(tree, context),
        ];
        return await new DirectoryRun(context).RunAsync(transfers, sync is { DeleteExtra: true } ? ExtraObjects(sync) : [], cancellationToken).ConfigureAwait(false);

        DirectoryStep[] ExtraObjects(SyncDirectoryOptions sync)
        {
            var target = new TargetFolder(root);
            var files = tree.Files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);

            // What a link was left out for is not extra: the folder has something there.
            return [.. objects.Where(each => !each.IsMarker && !files.Contains(each.Path) && !tree.IsBehindSkipped(each.Path))
                .Select(each => new DeleteObjectStep(context, each, target.PathOf(each.Path), sync))];
        }
    }

    public static async Task<DirectoryTransferResult> DownloadAsync(DirectoryContext context, string folder, DownloadEnvironment environment, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var target = new TargetFolder(folder);
        List<ListedObject> objects = await context.ListAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<UnsafeKey> faults = new DownloadCheck(target, environment.IsWindows, environment.IsCaseTold).Find(objects);
        if (faults.Count > 0)
        {
            throw DirectoryErrors.UnsafeKeys(context, faults);
        }

        var sync = context.Options as SyncDirectoryOptions;
        IReadOnlyList<DirectoryStep> transfers = [.. objects.Select(each => new DownloadStep(context, target, each, context.Options))];
        IReadOnlyList<DirectoryStep> deletions = [];
        if (sync is { DeleteExtra: true } && Directory.Exists(target.Root))
        {
            LocalTree tree = await LocalTree.ScanAsync(target.Root, context.Selection, SymbolicLinkHandling.Skip, static _ => null, cancellationToken).ConfigureAwait(false);
            transfers = [.. transfers, .. tree.Failures.Select(each => SettledStep.Failure(each.Path, context.KeyOf(each.Path), each.FullPath, each.Error))];
            deletions = [.. ExtraFiles(tree, objects, target, environment).Select(file => new DeleteFileStep(context, target, file, sync))];
        }

        return await new DirectoryRun(context).RunAsync(transfers, deletions, cancellationToken).ConfigureAwait(false);
    }

    private static List<LocalFile> ExtraFiles(LocalTree tree, List<ListedObject> objects, TargetFolder target, DownloadEnvironment environment)
    {
        var keys = objects.Select(static each => each.Path).ToHashSet(StringComparer.Ordinal);
        List<LocalFile> extra = [.. tree.Files.Where(file => !keys.Contains(file.Path))];

        // On some file systems a file of another case is the object's own.
        var folded = keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (extra.Exists(file => folded.Contains(file.Path)) && !environment.IsCaseTold(target.Root))
        {
            extra.RemoveAll(file => folded.Contains(file.Path));
        }

        return extra;
    }

    private static IEnumerable<DirectoryStep> Settled(LocalTree tree, DirectoryContext context) =>
    [
        .. tree.Skipped.Select(each => SettledStep.Skip(each.Path, context.KeyOf(each.Path), each.FullPath, "it is a symbolic link")),
        .. tree.Failures.Select(each => SettledStep.Failure(each.Path, context.KeyOf(each.Path), each.FullPath, each.Error)),
    ];

    private static string ExistingFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(root) ? root : throw new DirectoryNotFoundException($"There is no folder '{root}'.");
    }
}
