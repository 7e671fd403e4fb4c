using System.IO.Pipelines;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Conveniences;

public sealed class ObjectScopeTests : EmbeddedFixture
{
    private ObjectScope Tenant => Store.Bucket(Bucket).Prefix("tenant-1/");

    [Test]
    public async Task Objects_OfThePrefix_AreReadAndWrittenByRelativeKeys()
    {
        using var content = new MemoryStream([1, 2, 3]);

        PutObjectResult put = await Tenant.PutObjectAsync("a/b", content);
        ObjectInfo? head = await Tenant.HeadObjectAsync("a/b");
        await using (GetObjectResult get = await Tenant.GetObjectAsync("a/b", new GetObjectOptions { Range = ByteRange.From(1) }))
        {
            Assert.That((get.Info.Key, get.ContentLength, get.Offset, get.IsPartial, get.Info.Size), Is.EqualTo(("a/b", 2, 1, true, 3)));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That((put.Key, put.Bucket, head!.Key, head.Bucket), Is.EqualTo(("a/b", Bucket, "a/b", Bucket)));
            Assert.That(put.Location.AbsolutePath, Is.EqualTo("/bucket/tenant-1/a/b"));
            Assert.That(await KeysAsync(), Is.EqualTo(new[] { "tenant-1/a/b" }));
            Assert.That(await Tenant.ExistsAsync("a/b"), Is.True);
            Assert.That(await Tenant.HeadObjectAsync("none"), Is.Null);
            Assert.That((await Tenant.DeleteObjectAsync("a/b")).Key, Is.EqualTo("a/b"));
            Assert.That(await KeysAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task CopyAndDeleteMany_OfThePrefix_TellRelativeKeys()
    {
        await Tenant.PutBytesAsync("a", new byte[] { 1 });

        CopyObjectResult copy = await Tenant.CopyObjectAsync("a", "b/c");
        DeleteObjectsResult deleted = await Tenant.DeleteObjectsAsync(["a", "b/c", "none"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(copy.Key, Is.EqualTo("b/c"));
            Assert.That(deleted.Deleted.Select(each => each.Key), Is.EquivalentTo(new[] { "a", "b/c", "none" }));
            Assert.That(await KeysAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task DeleteMany_OneKeyLeadsOut_DeletesNothing()
    {
        await Tenant.PutBytesAsync("a", new byte[] { 1 });

        Assert.ThrowsAsync<ArgumentException>(() => Tenant.DeleteObjectsAsync(["a", "../tenant-2/a"]));
        Assert.ThrowsAsync<ArgumentException>(() => Tenant.CopyObjectAsync("a", "../tenant-2/a"));
        Assert.ThrowsAsync<ArgumentException>(() => Tenant.CreatePresignedUrlAsync(HttpMethod.Get, "../tenant-2/a", TimeSpan.FromMinutes(1)));

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "tenant-1/a" }));
    }

    [Test]
    public async Task PresignedUrl_OfThePrefix_NamesTheWholeKey()
    {
        Uri url = await Tenant.CreatePresignedUrlAsync(HttpMethod.Get, "a b", TimeSpan.FromMinutes(1));

        Assert.That(url.AbsoluteUri, Does.Contain("/bucket/tenant-1/a%20b?"));
    }

    [Test]
    public async Task Contents_OfThePrefix_AreReadAndWritten()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[] { 9 });
        await pipe.Writer.CompleteAsync();
        var back = new Pipe();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Tenant.PutBytesAsync("bytes", new byte[] { 1 })).Key, Is.EqualTo("bytes"));
            Assert.That((await Tenant.PutTextAsync("text", "é")).Key, Is.EqualTo("text"));
            Assert.That((await Tenant.PutJsonAsync("json", new Person("A", 1))).Key, Is.EqualTo("json"));
            Assert.That((await Tenant.PutJsonAsync("typed", new Person("B", 2), PersonContext.Default.Person, null, CancellationToken.None)).Key, Is.EqualTo("typed"));
            Assert.That((await Tenant.PutPipeAsync("pipe", pipe.Reader)).Key, Is.EqualTo("pipe"));
            Assert.That(await Tenant.GetBytesAsync("bytes"), Is.EqualTo(new byte[] { 1 }));
            Assert.That(await Tenant.GetTextAsync("text"), Is.EqualTo("é"));
            Assert.That(await Tenant.GetJsonAsync<Person>("json"), Is.EqualTo(new Person("A", 1)));
            Assert.That(await Tenant.GetJsonAsync("typed", PersonContext.Default.Person, null, CancellationToken.None), Is.EqualTo(new Person("B", 2)));
            Assert.That((await Tenant.GetPipeAsync("pipe", back.Writer)).Key, Is.EqualTo("pipe"));
            Assert.That(await KeysAsync(), Has.Count.EqualTo(5).And.All.StartsWith("tenant-1/"));
        }
    }

    [Test]
    public async Task Files_OfThePrefix_AreUploadedAndDownloaded()
    {
        string folder = Directory.CreateTempSubdirectory("s3kit-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "up"), "content");

            PutObjectResult up = await Tenant.UploadFileAsync(Path.Combine(folder, "up"), "file");
            DownloadFileResult down = await Tenant.DownloadFileAsync("file", Path.Combine(folder, "down"));

            Assert.That((up.Key, down.Info.Key), Is.EqualTo(("file", "file")));
            Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "down")), Is.EqualTo("content"));
            Assert.That(await KeysAsync(), Is.EqualTo(new[] { "tenant-1/file" }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("../tenant-2/a")]
    [TestCase("a/../../tenant-2/b")]
    [TestCase("a/./b")]
    [TestCase("a/..")]
    [TestCase("a/.")]
    [TestCase("/a")]
    [TestCase("//a")]
    [TestCase("\\a")]
    [TestCase("..\\a")]
    [TestCase("a\\..\\b")]
    [TestCase("a/..\\b")]
    [TestCase("a\\.")]
    public async Task Key_ThatCouldLeadOut_IsRefusedByEveryMethod(string key)
    {
        await PutAsync("tenant-2/a", "tenant-2/b");
        using var content = new MemoryStream();
        Func<Task>[] calls =
        [
            () => Tenant.PutObjectAsync(key, content),
            () => Tenant.GetObjectAsync(key),
            () => Tenant.HeadObjectAsync(key),
            () => Tenant.ExistsAsync(key),
            () => Tenant.DeleteObjectAsync(key),
            () => Tenant.UploadFileAsync("/dev/null", key),
            () => Tenant.DownloadFileAsync(key, "/dev/null"),
            () => Tenant.PutBytesAsync(key, default),
            () => Tenant.GetBytesAsync(key),
            () => Tenant.PutTextAsync(key, ""),
            () => Tenant.GetTextAsync(key),
            () => Tenant.PutJsonAsync(key, 1),
            () => Tenant.GetJsonAsync<int>(key),
            () => Tenant.PutJsonAsync(key, new Person("", 1), PersonContext.Default.Person, null, default),
            () => Tenant.GetJsonAsync(key, PersonContext.Default.Person, null, default),
            () => Tenant.PutPipeAsync(key, new Pipe().Reader),
            () => Tenant.GetPipeAsync(key, new Pipe().Writer),
            () => Tenant.OpenWriteAsync(key),
            () => Tenant.MoveObjectAsync(key, "k"),
            () => Tenant.MoveObjectAsync("k", key),
            () => Tenant.GetObjectTaggingAsync(key),
            () => Tenant.PutObjectTaggingAsync(key, new Dictionary<string, string>()),
            () => Tenant.DeleteObjectTaggingAsync(key),
        ];

        foreach (Func<Task> call in calls)
        {
            Assert.That(Assert.CatchAsync<ArgumentException>(() => call())!.ParamName, Is.EqualTo("key"));
        }

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "tenant-2/a", "tenant-2/b" }));
    }

    [TestCase("a..b")]
    [TestCase("...")]
    [TestCase(".hidden")]
    [TestCase("a/..b/c..")]
    [TestCase("a//b")]
    [TestCase("a\\b")]
    [TestCase("folder/")]
    [TestCase("%2e%2e/a")]
    [TestCase("å/日本 😀+%.txt")]
    public async Task Key_Innocent_GoesThereAndBack(string key)
    {
        await Tenant.PutTextAsync(key, "x");

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "tenant-1/" + key }));
        Assert.That(await Tenant.GetTextAsync(key), Is.EqualTo("x"));
        Assert.That(await Tenant.ListObjectsAsync().Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { key }));
    }

    [TestCase("a")]
    [TestCase("")]
    [TestCase("/")]
    [TestCase("/a/")]
    [TestCase("../")]
    [TestCase("a/../")]
    [TestCase("./")]
    [TestCase("a\\..\\b/")]
    [TestCase("a\\")]
    [TestCase("\\a/")]
    public void Prefix_ThatIsNoFolderWithin_IsRefused(string prefix)
    {
        Assert.Catch<ArgumentException>(() => Store.Bucket(Bucket).Prefix(prefix));
        Assert.Catch<ArgumentException>(() => Tenant.Prefix(prefix));
    }

    [Test]
    public void Prefix_NullOrTooLong_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => Tenant.Prefix(null!));
        Assert.Throws<ArgumentException>(() => Tenant.Prefix(new string('a', 1024) + "/"));
        Assert.Throws<ArgumentException>(() => Store.Bucket("no bucket"));
    }

    [Test]
    public async Task Prefix_Nested_NarrowsFurther()
    {
        ObjectScope nested = Tenant.Prefix("reports/").Prefix("2026/");
        await nested.PutTextAsync("q1", "x");

        Assert.That((nested.Bucket, nested.KeyPrefix, nested.ToString()), Is.EqualTo((Bucket, "tenant-1/reports/2026/", "bucket/tenant-1/reports/2026/")));
        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "tenant-1/reports/2026/q1" }));
    }

    [Test]
    public async Task Key_TooLongWithThePrefix_IsRefusedByTheStore()
    {
        await Tenant.PutTextAsync(new string('k', 1024 - "tenant-1/".Length), "x");

        Assert.ThrowsAsync<ArgumentException>(() => Tenant.PutTextAsync(new string('k', 1024 - "tenant-1/".Length + 1), "x"));
    }

    [Test]
    public async Task Bucket_WithoutPrefix_TakesEveryKey()
    {
        ObjectScope all = Store.Bucket(Bucket);
        await all.PutTextAsync("../up", "x");
        await all.PutTextAsync("/a", "x");

        Assert.That(all.KeyPrefix, Is.Empty);
        Assert.That(await all.ListObjectsAsync().Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { "../up", "/a" }));
        Assert.That(await all.ListObjectsAsync("../").Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { "../up" }));
    }

    [Test]
    public async Task List_OfThePrefix_StripsItAndLeavesOutWhatCannotBeAskedFor()
    {
        await PutAsync("tenant-0/x", "tenant-1", "tenant-1/", "tenant-1/../up", "tenant-1//a", "tenant-1/\\a", "tenant-1/a", "tenant-1/b/c", "tenant-10/x", "tenant-2/x");

        Assert.That(await Tenant.ListObjectsAsync().Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { "a", "b/c" }));
        Assert.That(await Tenant.ListObjectsAsync("b").Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { "b/c" }));
        Assert.That(await Tenant.ListObjectsAsync(options: new ListObjectsOptions { MaxKeys = 1 }).Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { "a" }), "What is left out does not count.");
        Assert.That(await Tenant.ListObjectsAsync(options: new ListObjectsOptions { MaxKeys = 0 }).CountAsync(), Is.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tenant.ListObjectsAsync(options: new ListObjectsOptions { MaxKeys = -1 }));
    }

    [Test]
    public async Task List_StartAfter_IsRelative()
    {
        await PutAsync("tenant-1/a", "tenant-1/b", "tenant-1/c");

        Assert.That(await Tenant.ListObjectsAsync(options: new ListObjectsOptions { StartAfter = "a" }).Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    public async Task ListPage_Delimiter_GroupsRelatively()
    {
        await PutAsync("tenant-1/a", "tenant-1/b/c", "tenant-1/b/d", "tenant-1/../e", "tenant-1//f", "tenant-2/b/c");

        ListObjectsPage page = await Tenant.ListObjectsPageAsync(options: new ListObjectsOptions { Delimiter = "/" });
        ListObjectsPage inner = await Tenant.ListObjectsPageAsync("b/", new ListObjectsOptions { Delimiter = "/" });

        Assert.That(page.CommonPrefixes, Is.EqualTo(new[] { "b/" }));
        Assert.That(page.Objects.Select(info => info.Key), Is.EqualTo(new[] { "a" }));
        Assert.That((page.Prefix, inner.Prefix), Is.EqualTo(("", "b/")));
        Assert.That(inner.Objects.Select(info => info.Key), Is.EqualTo(new[] { "b/c", "b/d" }));
    }

    [Test]
    public async Task ListPage_Tokens_LeadThroughAllPages()
    {
        string[] keys = [.. Enumerable.Range(0, 7).Select(number => $"k{number}")];
        await PutAsync([.. keys.Select(key => "tenant-1/" + key), "tenant-2/k"]);
        var read = new List<string>();
        string? token = null;
        int pages = 0;
        do
        {
            ListObjectsPage page = await Tenant.ListObjectsPageAsync(options: new ListObjectsOptions { MaxKeys = 3, ContinuationToken = token });
            read.AddRange(page.Objects.Select(info => info.Key));
            token = page.NextContinuationToken;
            pages++;
        }
        while (token is not null);

        Assert.That((read, pages), Is.EqualTo((keys, 3)));
    }

    [Test]
    public async Task ListPage_TokenOfAnotherScope_ShowsNothingOfIt()
    {
        await PutAsync("tenant-0/a", "tenant-0/b", "tenant-1/a", "tenant-2/a");
        ListObjectsPage page = await Store.ListObjectsPageAsync(Bucket, "tenant-0/", new ListObjectsOptions { MaxKeys = 1 });

        ListObjectsPage mine = await Tenant.ListObjectsPageAsync(options: new ListObjectsOptions { ContinuationToken = page.NextContinuationToken });

        Assert.That(mine.Objects.Select(info => info.Key), Is.SubsetOf(new[] { "a" }));
    }

    [TestCase("../")]
    [TestCase("/")]
    [TestCase("a/../b")]
    [TestCase("..\\")]
    public void List_PrefixThatLeadsOut_IsRefused(string prefix)
    {
        Assert.Throws<ArgumentException>(() => Tenant.ListObjectsAsync(prefix));
        Assert.ThrowsAsync<ArgumentException>(() => Tenant.ListObjectsPageAsync(prefix));
    }

    [Test]
    public async Task List_PrefixOfDots_IsTheBeginningOfAName()
    {
        await PutAsync("tenant-1/..a", "tenant-1/b");

        Assert.That(await Tenant.ListObjectsAsync("..").Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { "..a" }));
    }

    [Test]
    public async Task List_StoreThatIgnoresThePrefix_ShowsNothingOfOthers()
    {
        using var server = new FakeServer(_ => Replies.Text(200, """
            <ListBucketResult><Name>bucket</Name><IsTruncated>false</IsTruncated>
            <Contents><Key>secret</Key><Size>1</Size></Contents><Contents><Key>tenant-1/a</Key><Size>1</Size></Contents><Contents><Key>TENANT-1/b</Key><Size>1</Size></Contents>
            <CommonPrefixes><Prefix>tenant-2/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>tenant-1/c/</Prefix></CommonPrefixes></ListBucketResult>
            """));
        await using var services = FakeServices.Create(server);

        ListObjectsPage page = await services.Store().Bucket(Bucket).Prefix("tenant-1/").ListObjectsPageAsync(options: new ListObjectsOptions { Delimiter = "/" });

        Assert.That(page.Objects.Select(info => info.Key), Is.EqualTo(new[] { "a" }));
        Assert.That(page.CommonPrefixes, Is.EqualTo(new[] { "c/" }));
    }
}
