using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using S3Kit.Conveniences;

namespace S3Kit;

/// <summary>
/// Objects from and to JSON (RFC 8259, in UTF-8), by System.Text.Json. The overloads that take a <see cref="JsonTypeInfo{T}"/> of a source-generated
/// context need no reflection and are fit for trimmed and ahead-of-time compiled apps.
/// </summary>
public static class ObjectStoreJsonExtensions
{
#pragma warning disable RS0027 // As many parameters as the overload beside it, of which one must be of another type: no call fits both.
    private const string NeedsReflection = "JSON of a type that is found by reflection. Use the overload that takes a JsonTypeInfo of a source-generated context.";

    /// <summary>Stores a value as JSON (S3 <c>PutObject</c>), with the content type <c>application/json</c> unless the options say another.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; <see langword="null"/> is stored as <c>null</c>.</param>
    /// <param name="serializerOptions">How the JSON is written; <see langword="null"/> for <see cref="JsonSerializerOptions.Default"/>.</param>
    /// <param name="options">How to store it; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the object.</returns>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static Task<PutObjectResult> PutJsonAsync<T>(
        this IObjectStore store,
        string bucket,
        string key,
        T value,
        JsonSerializerOptions? serializerOptions = null,
        PutObjectOptions? options = null,
        CancellationToken cancellationToken = default) =>
        PutAsync(store, bucket, key, JsonSerializer.SerializeToUtf8Bytes(value, serializerOptions), options, cancellationToken);

    /// <summary>Stores a value as JSON (S3 <c>PutObject</c>), with the content type <c>application/json</c> unless the options say another.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; <see langword="null"/> is stored as <c>null</c>.</param>
    /// <param name="typeInfo">How the JSON is written, from a source-generated context.</param>
    /// <param name="options">How to store it; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the object.</returns>
    public static Task<PutObjectResult> PutJsonAsync<T>(
        this IObjectStore store, string bucket, string key, T value, JsonTypeInfo<T> typeInfo, PutObjectOptions? options, CancellationToken cancellationToken) =>
        PutAsync(store, bucket, key, JsonSerializer.SerializeToUtf8Bytes(value, typeInfo), options, cancellationToken);

    /// <summary>Reads an object as JSON (S3 <c>GetObject</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="serializerOptions">How the JSON is read; <see langword="null"/> for <see cref="JsonSerializerOptions.Default"/>.</param>
    /// <param name="options">Which version, and how much at most; <see langword="null"/> for the current object of up to 100 MiB.</param>
    /// <param name="cancellationToken">Ends the operation, reading included.</param>
    /// <returns>The value; <see langword="null"/> when the object holds <c>null</c>.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    /// <exception cref="S3ObjectTooLargeException">The object is larger than <see cref="ReadObjectOptions.MaxSize"/>.</exception>
    /// <exception cref="JsonException">The object is not JSON of that type.</exception>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static Task<T?> GetJsonAsync<T>(
        this IObjectStore store,
        string bucket,
        string key,
        JsonSerializerOptions? serializerOptions = null,
        ReadObjectOptions? options = null,
        CancellationToken cancellationToken = default) =>
        BoundedContent.ReadAsync(
            store, bucket, key, options, (content, _, cancellationToken) => JsonSerializer.DeserializeAsync<T>(content, serializerOptions, cancellationToken), cancellationToken);

    /// <summary>Reads an object as JSON (S3 <c>GetObject</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="typeInfo">How the JSON is read, from a source-generated context.</param>
    /// <param name="options">Which version, and how much at most; <see langword="null"/> for the current object of up to 100 MiB.</param>
    /// <param name="cancellationToken">Ends the operation, reading included.</param>
    /// <returns>The value; <see langword="null"/> when the object holds <c>null</c>.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    /// <exception cref="S3ObjectTooLargeException">The object is larger than <see cref="ReadObjectOptions.MaxSize"/>.</exception>
    /// <exception cref="JsonException">The object is not JSON of that type.</exception>
    public static Task<T?> GetJsonAsync<T>(
        this IObjectStore store, string bucket, string key, JsonTypeInfo<T> typeInfo, ReadObjectOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return BoundedContent.ReadAsync(
            store, bucket, key, options, (content, _, cancellationToken) => JsonSerializer.DeserializeAsync(content, typeInfo, cancellationToken), cancellationToken);
    }

    private static Task<PutObjectResult> PutAsync(
        IObjectStore store, string bucket, string key, byte[] json, PutObjectOptions? options, CancellationToken cancellationToken)
    {
        options ??= new PutObjectOptions();
        return store.PutBytesAsync(bucket, key, json, options.ContentType is null ? options with { ContentType = "application/json" } : options, cancellationToken);
    }
}
