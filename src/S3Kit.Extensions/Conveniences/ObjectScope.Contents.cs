using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace S3Kit;

/// <content>Objects as bytes, text, JSON and pipes: what the extension methods of the store do, within the scope.</content>
public sealed partial class ObjectScope
{
#pragma warning disable RS0027 // As many parameters as the overload beside it, of which one must be of another type: no call fits both.
    private const string NeedsReflection = "JSON of a type that is found by reflection. Use the overload that takes a JsonTypeInfo of a source-generated context.";

    /// <inheritdoc cref="ObjectStoreBytesExtensions.PutBytesAsync"/>
    public async Task<PutObjectResult> PutBytesAsync(string key, ReadOnlyMemory<byte> content, PutObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.PutBytesAsync(Bucket, _keys.ToFull(key), content, options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="ObjectStoreBytesExtensions.GetBytesAsync"/>
    public Task<byte[]> GetBytesAsync(string key, ReadObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        _store.GetBytesAsync(Bucket, _keys.ToFull(key), options, cancellationToken);

    /// <inheritdoc cref="ObjectStoreTextExtensions.PutTextAsync"/>
    public async Task<PutObjectResult> PutTextAsync(string key, string text, PutObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.PutTextAsync(Bucket, _keys.ToFull(key), text, options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="ObjectStoreTextExtensions.GetTextAsync"/>
    public Task<string> GetTextAsync(string key, ReadObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        _store.GetTextAsync(Bucket, _keys.ToFull(key), options, cancellationToken);

    /// <inheritdoc cref="ObjectStoreJsonExtensions.PutJsonAsync{T}(IObjectStore, string, string, T, JsonSerializerOptions?, PutObjectOptions?, CancellationToken)"/>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public async Task<PutObjectResult> PutJsonAsync<T>(
        string key, T value, JsonSerializerOptions? serializerOptions = null, PutObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.PutJsonAsync(Bucket, _keys.ToFull(key), value, serializerOptions, options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="ObjectStoreJsonExtensions.PutJsonAsync{T}(IObjectStore, string, string, T, JsonTypeInfo{T}, PutObjectOptions?, CancellationToken)"/>
    public async Task<PutObjectResult> PutJsonAsync<T>(string key, T value, JsonTypeInfo<T> typeInfo, PutObjectOptions? options, CancellationToken cancellationToken) =>
        await _store.PutJsonAsync(Bucket, _keys.ToFull(key), value, typeInfo, options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="ObjectStoreJsonExtensions.GetJsonAsync{T}(IObjectStore, string, string, JsonSerializerOptions?, ReadObjectOptions?, CancellationToken)"/>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public Task<T?> GetJsonAsync<T>(
        string key, JsonSerializerOptions? serializerOptions = null, ReadObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        _store.GetJsonAsync<T>(Bucket, _keys.ToFull(key), serializerOptions, options, cancellationToken);

    /// <inheritdoc cref="ObjectStoreJsonExtensions.GetJsonAsync{T}(IObjectStore, string, string, JsonTypeInfo{T}, ReadObjectOptions?, CancellationToken)"/>
    public Task<T?> GetJsonAsync<T>(string key, JsonTypeInfo<T> typeInfo, ReadObjectOptions? options, CancellationToken cancellationToken) =>
        _store.GetJsonAsync(Bucket, _keys.ToFull(key), typeInfo, options, cancellationToken);

    /// <inheritdoc cref="ObjectStorePipeExtensions.PutPipeAsync"/>
    public async Task<PutObjectResult> PutPipeAsync(string key, PipeReader reader, PutObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.PutPipeAsync(Bucket, _keys.ToFull(key), reader, options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="ObjectStorePipeExtensions.GetPipeAsync"/>
    public async Task<ObjectInfo> GetPipeAsync(string key, PipeWriter writer, GetObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.GetPipeAsync(Bucket, _keys.ToFull(key), writer, options, cancellationToken).ConfigureAwait(false) with { Key = key };
}
