using S3Kit.Conveniences;
using S3Kit.Protocol;

namespace S3Kit;

/// <summary>
/// A bucket, or what is below a prefix of it, as if it were all there is: keys are relative to the prefix, in arguments and in results. Code that is
/// handed a scope reaches nothing outside it. Safe for concurrent use; making one costs nothing.
/// </summary>
/// <remarks>
/// In a scope with a prefix, <see cref="ArgumentException"/> refuses keys and prefixes that could be read as leading out, though S3 itself would
/// take them for plain names: those with a segment <c>.</c> or <c>..</c> (between slashes or backslashes), and those that begin with a slash or
/// backslash. Objects of such keys, and one whose key is the prefix itself (a folder marker), are left out of listings. A bucket without a prefix takes
/// and lists every key. Exceptions of the store name the whole key.
/// </remarks>
public sealed partial class ObjectScope
{
    private readonly IObjectStore _store;
    private readonly ScopedKeys _keys;

    internal ObjectScope(IObjectStore store, string bucket)
    {
        ArgumentNullException.ThrowIfNull(store);
        S3Names.CheckBucket(bucket);
        _store = store;
        Bucket = bucket;
    }

    private ObjectScope(ObjectScope wider, string prefix)
    {
        _store = wider._store;
        _keys = wider._keys.Narrow(prefix);
        S3Names.CheckPrefix(_keys.Prefix);
        Bucket = wider.Bucket;
    }

    /// <summary>The bucket.</summary>
    public string Bucket { get; }

    /// <summary>What every key of the scope begins with in the bucket: empty, or ending with a slash.</summary>
    public string KeyPrefix => _keys.Prefix;

    /// <summary>A narrower scope: what is below a prefix of this one.</summary>
    /// <param name="prefix">The prefix, relative to this scope; it must end with <c>/</c>.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="ArgumentException">The prefix is empty, does not end with a slash, or leads out of this scope.</exception>
    public ObjectScope Prefix(string prefix) => new(this, prefix);

    /// <summary>Where the scope is.</summary>
    /// <returns>The bucket and the prefix, as <c>bucket/prefix/</c>.</returns>
    public override string ToString() => $"{Bucket}/{KeyPrefix}";
}
