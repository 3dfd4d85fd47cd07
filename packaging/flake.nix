{
  description = "The KPI desk of a one-person business, in a terminal";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      each = nixpkgs.lib.genAttrs systems;
    in {
      packages = each (system:
        let python = nixpkgs.legacyPackages.${system}.python3.pkgs;
        in {
          default = python.buildPythonApplication {
            pname = "kpitui";
            version = builtins.head (builtins.match ".*__version__ = \"([0-9.]+)\".*" (builtins.readFile ../kpitui/__init__.py));
            src = ../.;
            pyproject = true;
            build-system = [ python.hatchling ];
            dependencies = [ python.platformdirs python.plotext python.pydantic python.sqlite-utils python.textual ];
            pythonRelaxDeps = true;
            pythonImportsCheck = [ "kpitui" ];
          };
        });
    };
}
