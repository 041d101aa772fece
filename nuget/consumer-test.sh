#!/usr/bin/env bash
# The packages as their users get them: packs both, looks into them, and uses them in a new service, in a library for netstandard2.0, as a tool and compiled
# ahead of time (where there is a clang; trimmed elsewhere). Says of each step whether it passed; the last line counts them.
set -uo pipefail
cd "$(dirname "$0")/.."

root=$PWD
version=0.1.0-consumer.$(date +%s)
work=$(mktemp -d)
cache=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
trap 'rm -rf "$work" "$cache"/kafka.sli/0.1.0-consumer.* "$cache"/kafka.sli.probe/0.1.0-consumer.*' EXIT
passed=0 failed=0

# What a step needs and a failed one did not leave fails it too.
step() {
  local what=$1 began=$SECONDS
  shift
  if "$@" >"$work/log" 2>&1; then
    passed=$((passed + 1))
    echo "passed $what ($((SECONDS - began))s)"
  else
    failed=$((failed + 1))
    echo "FAILED $what"
    tail -n 40 "$work/log" | sed 's/^/  /'
  fi
}

package_of() { local sdk; sdk=$(sed -n 's:.*<OpenTelemetryVersion>\(.*\)</.*:\1:p' "$root/Directory.Packages.props"); dotnet add package "$1" --version "$sdk"; }
nuspec() { cat "$work/seen/$1.nupkg/$1.nuspec"; }
files() { (cd "$work/seen/$1.$2" && find . -type f | sed 's:^\./::' | grep -vE '^(_rels/|package/|\[Content_Types\])' | LC_ALL=C sort); }

pack() { dotnet pack "src/$1" -o "$work/feed" -p:MinVerVersionOverride="$version" && [ -f "$work/feed/$1.$version.nupkg" ]; }

# By .NET, for an SDK may be all that there is.
unpack() {
  echo 'foreach (var pair in args.Chunk(2)) System.IO.Compression.ZipFile.ExtractToDirectory(pair[0], pair[1]);' >"$work/Unpack.cs"
  local package file pairs=()
  for package in Kafka.Sli.nupkg Kafka.Sli.snupkg Kafka.Sli.Probe.nupkg; do
    file=${package%.*}.$version.${package##*.}
    pairs+=("$work/feed/$file" "$work/seen/$package")
  done
  dotnet run "$work/Unpack.cs" -- "${pairs[@]}"
}

holds_what_it_should() {
  diff - <(files Kafka.Sli nupkg) <<'EOF'
Kafka.Sli.nuspec
README.md
icon.png
lib/net10.0/Kafka.Sli.dll
lib/net10.0/Kafka.Sli.xml
lib/net8.0/Kafka.Sli.dll
lib/net8.0/Kafka.Sli.xml
lib/netstandard2.0/Kafka.Sli.dll
lib/netstandard2.0/Kafka.Sli.xml
EOF
}

has_symbols() {
  diff - <(files Kafka.Sli snupkg) <<'EOF'
Kafka.Sli.nuspec
lib/net10.0/Kafka.Sli.pdb
lib/net8.0/Kafka.Sli.pdb
lib/netstandard2.0/Kafka.Sli.pdb
EOF
}

depends_on_what_it_should() {
  local all=(Confluent.Kafka Microsoft.Extensions.Configuration.Binder Microsoft.Extensions.Diagnostics.HealthChecks Microsoft.Extensions.Hosting.Abstractions
    Microsoft.Extensions.Logging.Abstractions Microsoft.Extensions.Options OpenTelemetry.Api OpenTelemetry.Api.ProviderBuilderExtensions)
  diff <(for framework in net10.0 net8.0; do echo "$framework"; printf '%s\n' "${all[@]}"; done
         echo .NETStandard2.0; printf '%s\n' "${all[@]}" Microsoft.Bcl.TimeProvider System.Text.Json | LC_ALL=C sort) \
    <(nuspec Kafka.Sli | sed -nE 's/.*<(group targetFramework|dependency id)="([^"]*)".*/\2/p')
}

says_what_it_is() {
  local all; all=$(nuspec "$1")
  for part in "<license type=\"expression\">MIT</license>" "<icon>icon.png</icon>" "<readme>README.md</readme>" "<description>" "<tags>"; do
    grep -qF "$part" <<<"$all" || { echo "$1.nuspec has no $part"; return 1; }
  done
}

tool_holds_what_it_should() {
  local all; all=$(files Kafka.Sli.Probe nupkg)
  diff <(printf '%s\n' Kafka.Sli.Probe.nuspec README.md THIRD-PARTY-NOTICES.md icon.png) <(grep -v '^tools/net10.0/any/' <<<"$all") || return 1
  for file in DotnetToolSettings.xml kafka-sli-probe.dll Kafka.Sli.dll; do grep -qx "tools/net10.0/any/$file" <<<"$all" || { echo "no $file"; return 1; }; done
  ! grep -iE 'xunit|tests|benchmark|\.lab\b|cscheck|playwright|polyfill|minver|PublicAPI' <<<"$all" || return 1
  grep -q 'Command Name="kafka-sli-probe" EntryPoint="kafka-sli-probe.dll"' "$work/seen/Kafka.Sli.Probe.nupkg/tools/net10.0/any/DotnetToolSettings.xml"
}

# Beside the machine's own sources.
make_feed_known() {
  mkdir -p "$work/feed" && cat >"$work/nuget.config" <<EOF
<configuration><packageSources><add key="packed" value="$work/feed" /></packageSources></configuration>
EOF
}

compile_library() {
  cd "$work" && dotnet new classlib -f netstandard2.0 --langVersion latest -o Promises && rm Promises/Class1.cs && cp "$root/nuget/consumer/Promises.cs" Promises/ && cd Promises \
    && sed -i 's:</PropertyGroup>:<ImplicitUsings>enable</ImplicitUsings></PropertyGroup>:' Promises.csproj && dotnet add package Kafka.Sli --version "$version" && dotnet build
}

compile_service() {
  cd "$work" && dotnet new worker -n Service -o Service && cp "$root"/nuget/consumer/{Program,Worker}.cs Service/ && cd Service \
    && dotnet add package Kafka.Sli --version "$version" && package_of OpenTelemetry.Extensions.Hosting && package_of OpenTelemetry.Exporter.InMemory \
    && dotnet add reference ../Promises && dotnet build
}

# Each of ten messages measured from both ends, and judged.
sees_the_metrics() {
  local said; said=$(timeout 90 "$@" 2>&1); local code=$?
  echo "$said"
  [ "$code" = 0 ] || { echo "exit code $code"; return 1; }
  for line in 'READ 10' 'METRIC kafka.sli.produce.duration .*count=10$' 'METRIC kafka.sli.delivery.duration .*count=10$' \
    'METRIC kafka.sli.events .*produce.*good sum=10$' 'METRIC kafka.sli.events .*delivery.*good sum=10$'; do
    grep -qE "^$line" <<<"$said" || { echo "no line like: $line"; return 1; }
  done
}

install_tool() { cd "$work" && dotnet tool install Kafka.Sli.Probe --tool-path "$work/tools" --version "$version" && [ "$("$work/tools/kafka-sli-probe" --version | sed 's/+.*//')" = "$version" ]; }

tool_measures() {
  cat >"$work/plan.yaml" <<'EOF'
clusters:
  main:
    bootstrap.servers: embedded
loads:
  steady: { rate: 50/s }
objectives:
  - "produce: 50% < 10s"
EOF
  timeout 90 "$work/tools/kafka-sli-probe" once "$work/plan.yaml" --for 5s --listen 127.0.0.1:0
}

# In the project, for the library is neither trimmed nor compiled by itself. Confluent.Kafka is kept whole: it looks up its own methods by reflection.
compile_ahead() {
  local how="<PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained>"
  ! command -v clang >/dev/null || how="<PublishAot>true</PublishAot>"
  echo "$how"
  cd "$work/Service" && sed -i "0,/<PropertyGroup>/s:<PropertyGroup>:&<TrimmerSingleWarn>false</TrimmerSingleWarn>$how:; s:</Project>:<ItemGroup><TrimmerRootAssembly Include='Confluent.Kafka' /></ItemGroup>&:" Service.csproj \
    && dotnet publish --use-current-runtime -o "$work/published" >"$work/publish.log" 2>&1
  local code=$?
  cat "$work/publish.log"
  return "$code"
}

is_not_warned_of() { [ -x "$work/published/Service" ] && ! grep -E 'IL[0-9]{4}.*Kafka\.Sli' "$work/publish.log"; }

step "Kafka.Sli is packed" pack Kafka.Sli
step "Kafka.Sli.Probe is packed" pack Kafka.Sli.Probe
step "Packages and symbols are unpacked" unpack
step "Kafka.Sli holds its three builds and nothing else" holds_what_it_should
step "Kafka.Sli has symbols of all three" has_symbols
step "Kafka.Sli depends on nothing else, framework by framework" depends_on_what_it_should
step "Kafka.Sli says what it is" says_what_it_is Kafka.Sli
step "Kafka.Sli.Probe says what it is" says_what_it_is Kafka.Sli.Probe
step "Kafka.Sli.Probe is a tool, with its notices and without tests" tool_holds_what_it_should
step "The feed is known beside the machine's own" make_feed_known
step "A library for netstandard2.0 compiles against the package" compile_library
step "A new service compiles with the package and that library" compile_service
step "The service sees its metrics" sees_the_metrics dotnet "$work/Service/bin/Debug/net10.0/Service.dll"
step "The tool is installed, and is of this version" install_tool
step "The tool measures a cluster of its own" tool_measures
step "The service is compiled for a machine without .NET" compile_ahead
step "No warning of it is about Kafka.Sli" is_not_warned_of
step "It sees its metrics there too" sees_the_metrics "$work/published/Service"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
