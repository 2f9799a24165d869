using System.Threading;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>Recognises test code: what it leaks, the runner ends.</summary>
internal sealed class TestCode
{
    private readonly FileUsings frameworks = new(new[]
    {
        "Xunit", "NUnit.Framework", "Microsoft.VisualStudio.TestTools.UnitTesting", "TUnit", "TechTalk.SpecFlow", "Reqnroll", "Machine.Specifications", "Moq", "NSubstitute", "FakeItEasy", "Shouldly", "FluentAssertions", "BenchmarkDotNet",
    }, false);

    private readonly Compilation compilation;
    private int isAll;

    public TestCode(Compilation compilation) => this.compilation = compilation;

    /// <summary>A base class, a fixture, a mock or a step of tests: one of its files uses a test framework, or all of the compilation does.</summary>
    public bool Is(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type.Name.EndsWith("Mock", System.StringComparison.Ordinal) && HasFramework() || frameworks.AreUsedBy(type, cancellation))
            return true;
        if (isAll == 0)
            isAll = frameworks.AreUsedByAll(compilation, cancellation) ? 1 : -1;
        return isAll > 0;
    }

    private bool HasFramework()
    {
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            if (reference.Name.StartsWith("xunit", System.StringComparison.Ordinal) || reference.Name is "nunit.framework" or "Microsoft.VisualStudio.TestPlatform.TestFramework" or "MSTest.TestFramework" or "TUnit" or "Moq")
                return true;
        }

        return false;
    }

    /// <summary>A class with tests of its own.</summary>
    public static bool IsTestClass(INamedTypeSymbol type)
    {
        if (HasTestAttribute(type))
            return true;
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && HasTestAttribute(method))
                return true;
        }

        return false;
    }

    private static bool HasTestAttribute(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            var name = attribute.AttributeClass?.Name ?? string.Empty;
            if (name.EndsWith("Attribute", System.StringComparison.Ordinal))
                name = name.Substring(0, name.Length - "Attribute".Length);
            if (name is "Fact" or "Theory" or "Test" or "TestCase" or "TestMethod"
                or "TestClass" or "TestFixture" or "SkippableFact" or "SkippableTheory" or "TestCaseSource" or "Benchmark" or "DataTestMethod"
                or "SetUp" or "TearDown" or "OneTimeSetUp" or "OneTimeTearDown" or "TestInitialize" or "TestCleanup" or "ClassInitialize" or "ClassCleanup" or "GlobalSetup" or "GlobalCleanup")
                return true;
        }

        return false;
    }
}
