import type { mdxComponentNames } from '../../content-checks/mdx-components.ts';
import PrintPage from '../site/PrintPage.astro';
import Action from './Action.astro';
import AtoZ from './AtoZ.astro';
import BenchCard from './BenchCard.astro';
import Cards from './Cards.astro';
import Drawing from './Chart.astro';
import Drawings from './Charts.astro';
import ConsentList from './ConsentList.astro';
import Contact from './Contact.astro';
import ContactList from './ContactList.astro';
import Controller from './DataController.astro';
import Figure from './Figure.astro';
import FigureTable from './FigureTable.astro';
import GlossaryList from './GlossaryList.astro';
import LaterRequirements from './LaterRequirements.astro';
import MentorCriteria from './MentorCriteria.astro';
import Note from './Note.astro';
import OrderMap from './OrderDiagram.astro';
import OrderRules from './OrderRules.astro';
import Ways from './PageCards.astro';
import PartnerList from './PartnerList.astro';
import PlaceList from './PlaceList.astro';
import Way from './ProcessDiagram.astro';
import Attributed from './Quote.astro';
import ReportTypes from './ReportTypes.astro';
import RequirementTable from './RequirementTable.astro';
import SourceList from './SourceList.astro';
import Sources from './Sources.astro';
import Steps from './Steps.astro';
import Term from './Term.astro';
import ThenAndNow from './ThenAndNow.astro';
import Timeline from './Timeline.astro';
import TimelineDrawing from './TimelineChart.astro';
import ValueList from './ValueList.astro';

export const components = {
  Action,
  AtoZ,
  Attributed,
  BenchCard,
  Cards,
  ConsentList,
  Contact,
  ContactList,
  Controller,
  Drawing,
  Drawings,
  Figure,
  FigureTable,
  GlossaryList,
  LaterRequirements,
  MentorCriteria,
  Note,
  OrderMap,
  OrderRules,
  PartnerList,
  PlaceList,
  PrintPage,
  ReportTypes,
  RequirementTable,
  SourceList,
  Sources,
  Steps,
  Term,
  ThenAndNow,
  Timeline,
  TimelineDrawing,
  ValueList,
  Way,
  Ways,
} satisfies Record<(typeof mdxComponentNames)[number], unknown>;
