using S3Kit.Conveniences;
using S3Kit.Protocol;

namespace S3Kit.Directories;

/// <summary>Where the objects of a folder are, and what is done with them.</summary>
internal sealed class DirectoryContext
{
    public DirectoryContext(IObjectStore store, string operation, string bucket, string? prefix, DirectoryTransferOptions options)
    {
        ArgumentNullException.ThrowIfNull(store);
        S3Names.CheckBucket(bucket);
        Prefix = string.IsNullOrEmpty(prefix) ? "" : default(ScopedKeys).Narrow(prefix).Prefix;
        S3Names.CheckPrefix(Prefix);
        if (options.MaxConcurrentFiles < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxConcurrentFiles, $"{nameof(DirectoryTransferOptions.MaxConcurrentFiles)} is 1 or more.");
        }

        if (string.IsNullOrEmpty(options.SearchPattern))
        {
            throw new ArgumentException($"{nameof(DirectoryTransferOptions.SearchPattern)} is empty, which no name matches; '*' matches all.", nameof(options));
        }

        Store = store;
        Operation = operation;
        Bucket = bucket;
        Options = options;
        Selection = new DirectorySelection(options);
    }

    public IObjectStore Store { get; }

    public string Operation { get; }

    public string Bucket { get; }

    public string Prefix { get; }

    public DirectoryTransferOptions Options { get; }

    public DirectorySelection Selection { get; }

    public string KeyOf(string path) => Prefix + path;

    /// <summary>The objects below the prefix that the transfer is about.</summary>
    public async Task<List<ListedObject>> ListAsync(CancellationToken cancellationToken)
    {
        var options = new ListObjectsOptions
        {
            Delimiter = Selection.IsRecursive ? null : "/",
            Priority = Options.Priority,
            Timeout = Options.Timeout,
            Endpoint = Options.Endpoint,
        };
        var objects = new List<ListedObject>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (ObjectInfo info in Store.ListObjectsAsync(Bucket, Prefix.Length == 0 ? null : Prefix, options, cancellationToken).ConfigureAwait(false))
        {
            // Not every store keeps to the prefix, or tells each key once.
            if (info.Key.StartsWith(Prefix, StringComparison.Ordinal) && seen.Add(info.Key) && Selection.Includes(info.Key[Prefix.Length..]))
            {
                objects.Add(new ListedObject(info.Key[Prefix.Length..], info));
            }
        }

        return objects;
    }
}
