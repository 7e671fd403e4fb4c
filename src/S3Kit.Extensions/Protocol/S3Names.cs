using System.Buffers;
using System.Text;

namespace S3Kit.Protocol;

/// <summary>Checks bucket names and keys before anything is sent. Nothing is changed: what is not usable is refused.</summary>
internal static class S3Names
{
    private const int MaxKeyBytes = 1024;
    private const int MaxVersionBytes = 1024;

    // Wider than AWS's rule for new buckets: older buckets and other stores have upper case and underscores. What could change the
    // meaning of a path or host (slash, question mark, percent sign, white space and so on) is not in it.
    private static readonly SearchValues<char> BucketCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    private static readonly SearchValues<char> NewBucketCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void CheckBucket(string bucket, string parameter = "bucket")
    {
        ArgumentNullException.ThrowIfNull(bucket, parameter);
        if (bucket.Length is < 3 or > 255)
        {
            throw new ArgumentException($"The bucket name '{Shorten(bucket)}' has {bucket.Length} characters; a bucket name has 3 to 63 (in some older stores up to 255).", parameter);
        }

        int wrong = bucket.AsSpan().IndexOfAnyExcept(BucketCharacters);
        if (wrong >= 0)
        {
            throw new ArgumentException($"The bucket name '{Shorten(bucket)}' has a character at position {wrong} that no bucket name has; allowed are letters, digits, '.', '-' and '_'.", parameter);
        }

        if (bucket.AsSpan().IndexOfAnyExcept('.') < 0)
        {
            throw new ArgumentException("A bucket name cannot consist of dots: a URL would not keep it.", parameter);
        }
    }

    public static void CheckNewBucket(string bucket, string parameter = "bucket")
    {
        CheckBucket(bucket, parameter);
        if (bucket.Length > 63 || bucket.AsSpan().IndexOfAnyExcept(NewBucketCharacters) >= 0
            || !char.IsAsciiLetterOrDigit(bucket[0]) || !char.IsAsciiLetterOrDigit(bucket[^1]) || bucket.Contains("..", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{Shorten(bucket)}' cannot be the name of a new bucket: 3 to 63 characters of a-z, 0-9, '.' and '-', beginning and ending with a letter or digit, without '..'.", parameter);
        }
    }

    public static void CheckKey(string key, string parameter = "key")
    {
        ArgumentNullException.ThrowIfNull(key, parameter);
        if (key.Length == 0)
        {
            throw new ArgumentException("The key is empty; a key has 1 to 1,024 bytes of UTF-8.", parameter);
        }

        int bytes = CountBytes(key, parameter);
        if (bytes > MaxKeyBytes)
        {
            throw new ArgumentException($"The key '{Shorten(key)}' has {bytes} bytes in UTF-8; S3 allows 1,024.", parameter);
        }
    }

    public static void CheckPrefix(string? prefix, string parameter = "prefix")
    {
        if (!string.IsNullOrEmpty(prefix) && CountBytes(prefix, parameter) > MaxKeyBytes)
        {
            throw new ArgumentException("The prefix has more than 1,024 bytes in UTF-8: no key begins with it.", parameter);
        }
    }

    /// <summary>Checks the id of a version; <see langword="null"/> means that none is named.</summary>
    public static void CheckVersionId(string? versionId, string parameter = "VersionId")
    {
        if (versionId is null)
        {
            return;
        }

        if (versionId.Length == 0)
        {
            throw new ArgumentException($"{parameter} is empty; leave it null for the current version. The only version of an unversioned object is called \"null\".", parameter);
        }

        if (CountBytes(versionId, parameter) > MaxVersionBytes)
        {
            throw new ArgumentException($"{parameter} has more than 1,024 bytes in UTF-8: no store gives such an id.", parameter);
        }
    }

    /// <summary>Checks that a text can be sent as it is.</summary>
    public static void CheckText(string? text, string parameter)
    {
        if (text is not null)
        {
            CountBytes(text, parameter);
        }
    }

    private static int CountBytes(string text, string parameter)
    {
        try
        {
            return StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            // An unpaired surrogate would silently become U+FFFD: another key.
            throw new ArgumentException($"Half a surrogate pair stands at position {e.Index}: this is not a text that UTF-8 can carry.", parameter, e);
        }
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 77), "...");
}
