using System.Globalization;
using System.Text;
using S3Kit.Protocol;

namespace S3Kit.Directories;

/// <summary>What transfers of folders fail with as a whole.</summary>
internal static class DirectoryErrors
{
    private const int MaxNamed = 20;

    public static S3UnsafeKeysException UnsafeKeys(DirectoryContext context, IReadOnlyList<UnsafeKey> keys)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{context.Operation} of '{context.Bucket}' failed: {keys.Count} {(keys.Count == 1 ? "key" : "keys")} cannot safely be files of the folder; nothing was written. Leave them out with a filter, or fetch them one by one.");
        foreach (UnsafeKey each in keys.Take(MaxNamed))
        {
            text.Append(CultureInfo.InvariantCulture, $" '{S3Errors.Clean(each.Key)}': {S3Errors.Clean(each.Reason)}.");
        }

        if (keys.Count > MaxNamed)
        {
            text.Append(CultureInfo.InvariantCulture, $" And {keys.Count - MaxNamed} more.");
        }

        return new S3UnsafeKeysException(text.ToString()) { Keys = keys, Operation = context.Operation, Bucket = context.Bucket };
    }

    public static S3DirectoryTransferException Failed(DirectoryTransferResult result)
    {
        DirectoryFileResult first = result.Files.First(static file => file.Error is not null);
        return new S3DirectoryTransferException(
            $"{result.Operation} of '{result.Bucket}' failed for {result.Failed} of {result.Files.Count} files; '{S3Errors.Clean(first.Path)}': {first.Error!.Message}", first.Error)
        {
            Result = result,
            IsTransient = result.Files.All(static file => file.Error is null or S3KitException { IsTransient: true }),
            Operation = result.Operation,
            Bucket = result.Bucket,
        };
    }
}
