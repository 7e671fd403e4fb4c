using System.Globalization;
using System.Text;
using S3Kit.Protocol;

namespace S3Kit;

/// <summary>
/// Objects that were to be downloaded into a folder have keys that would lead out of it, or fall on one file. Nothing was written.
/// <see cref="Keys"/> lists all of them; a <see cref="DirectoryTransferOptions.Filter"/> can leave them out.
/// </summary>
public sealed class S3UnsafeKeysException : S3KitException
{
    private const int MaxNamed = 20;

    internal S3UnsafeKeysException(string bucket, IReadOnlyList<UnsafeKey> keys)
        : base(S3ErrorKind.UnsafeKeys, Describe(bucket, keys), innerException: null)
    {
        Keys = keys;
        Bucket = bucket;
    }

    /// <summary>The keys, and what is wrong with each.</summary>
    public IReadOnlyList<UnsafeKey> Keys { get; }

    private static string Describe(string bucket, IReadOnlyList<UnsafeKey> keys)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{keys.Count} keys of '{bucket}' cannot safely be files of the folder; nothing was written. Leave them out with a filter, or fetch them one by one.");
        foreach (UnsafeKey each in keys.Take(MaxNamed))
        {
            text.Append(CultureInfo.InvariantCulture, $" '{S3Errors.Clean(each.Key)}': {each.Reason}.");
        }

        return keys.Count <= MaxNamed ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $" And {keys.Count - MaxNamed} more.").ToString();
    }
}
