using System.Globalization;
using S3Kit.Configuration;

namespace S3Kit.Tests.Configuration;

public sealed class OptionValueTests
{
    [TestCase("00:00:30", 30)]
    [TestCase("00:00:00.250", 0.25)]
    [TestCase("01:00:00", 3600)]
    [TestCase("1.00:00:00", 86400)]
    public void Parse_Duration_ReadsTheConstantForm(string text, double seconds)
    {
        Assert.That(OptionValue.Parse(typeof(TimeSpan), text), Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [TestCase("30", Description = "would be thirty days")]
    [TestCase("00:30", Description = "would be thirty minutes")]
    [TestCase("24:00:00", Description = "would be twenty-four days")]
    [TestCase("1:00:00:00")]
    [TestCase("00:00:60")]
    [TestCase("30s")]
    [TestCase("PT30S")]
    public void Parse_DurationThatCouldMeanSomethingElse_IsRefused(string text)
    {
        Assert.That(OptionValue.Parse(typeof(TimeSpan), text), Is.Null);
    }

    [TestCase("path", AddressingStyle.Path)]
    [TestCase("VIRTUAL_HOST", AddressingStyle.VirtualHost)]
    [TestCase("virtual-host", AddressingStyle.VirtualHost)]
    public void Parse_NameOutOfASet_DoesNotMindCaseHyphensAndUnderscores(string text, AddressingStyle value)
    {
        Assert.That(OptionValue.Parse(typeof(AddressingStyle), text), Is.EqualTo(value));
    }

    [TestCase("1")]
    [TestCase("Path,VirtualHost")]
    public void Parse_NumberOrListForAName_IsRefused(string text)
    {
        Assert.That(OptionValue.Parse(typeof(AddressingStyle), text), Is.Null);
    }

    [Test]
    public void Parse_Number_IsReadTheSameInEveryCulture()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.That(OptionValue.Parse(typeof(double), "1.5"), Is.EqualTo(1.5));
            Assert.That(OptionValue.Parse(typeof(double), "1,5"), Is.Null);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Parse_Flag_ReadsTrueAndFalse()
    {
        Assert.That(OptionValue.Parse(typeof(bool), "True"), Is.EqualTo(true));
        Assert.That(OptionValue.Parse(typeof(bool), "yes"), Is.Null);
        Assert.That(OptionValue.Wanted(typeof(bool)), Is.EqualTo("true or false"));
    }

    [Test]
    public void Show_LongTextWithLineBreaks_IsOneBoundedLine()
    {
        var shown = OptionValue.Show("a\r\nb" + new string('x', 500));

        Assert.That(shown, Does.StartWith("'a??bxxx").And.EndsWith("...'").And.Length.LessThan(100));
    }
}
